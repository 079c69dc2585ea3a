import { askAddress } from '../address/links.ts';

const examples = [
  { target: 'api.telegram.org', words: 'a host, and every name below it' },
  { target: '149.154.160.0/20', words: 'an address or a network' },
  { target: '~/.aws/credentials', words: 'a file, with ~ for any home folder' },
  { target: '~/.ssh/*', words: 'files, by a pattern; ** crosses folders' },
  { target: 'class:ssh-key', words: 'everything of a class' },
  { target: 'class:webhook', words: 'another class: chat, paste, tunnel, wallet, browser-store …' },
] as const;

/** What can be asked for, each of it a question to try. */
export function TargetExamples() {
  return (
    <div class="sheet padded ask-examples">
      <h2>Ask for</h2>
      <ul>
        {examples.map(({ target, words }) => (
          <li key={target}>
            <a class="mono" href={askAddress(target)}>
              {target}
            </a>
            <span>{words}</span>
          </li>
        ))}
      </ul>
      <p class="muted">
        The answer names the package, its version, the machines, and the way that each call took. From any page,{' '}
        <kbd>/</kbd> leads here.
      </p>
    </div>
  );
}
