import type { Alert } from '../../../src/api/types.ts';
import { alertsAddress } from '../address/links.ts';
import { Icon } from '../elements/icon.tsx';
import { Text } from '../text/text.tsx';
import { techniqueOf, webAddress } from './references.ts';

/** The rule that was met: what it looks for, what else may meet it, and its own text. */
export function RuleSection({ rule }: { readonly rule: Alert['rule'] }) {
  return (
    <section aria-labelledby="rule">
      <div class="section-head">
        <h2 id="rule">The rule</h2>
        <p>
          <a href={alertsAddress({ rule: rule.id })}>All its alerts</a>
        </p>
      </div>
      <div class="sheet padded rule">
        <h3>
          <Text value={rule.title} />
        </h3>
        <p>
          <Text value={rule.description} />
        </p>
        {rule.falsePositives.length > 0 && (
          <>
            <h4>May also be</h4>
            <ul class="rule-list">
              {rule.falsePositives.map((words) => (
                <li key={words}>
                  <Text value={words} />
                </li>
              ))}
            </ul>
          </>
        )}
        {rule.references.length > 0 && (
          <>
            <h4>References</h4>
            <ul class="rule-list">
              {rule.references.map((reference) => (
                <li key={reference}>
                  <Reference value={reference} />
                </li>
              ))}
            </ul>
          </>
        )}
        {rule.tags.length > 0 && (
          <ul class="rule-tags" aria-label="Tags">
            {rule.tags.map((tag) => (
              <li key={tag}>
                <Tag value={tag} />
              </li>
            ))}
          </ul>
        )}
        <details>
          <summary>The rule’s own text</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre tabIndex={0}>
            {rule.text.split('\n').map((line, index) => (
              <span key={index} class="rule-line">
                <Text value={line.replace(/\r$/, '')} />
                {'\n'}
              </span>
            ))}
          </pre>
        </details>
      </div>
    </section>
  );
}

function Reference({ value }: { readonly value: string }) {
  const address = webAddress(value);
  return address === undefined ? <Text value={value} /> : <OutsideLink href={address} text={value} />;
}

function Tag({ value }: { readonly value: string }) {
  const technique = techniqueOf(value);
  return technique === undefined ? (
    <span class="badge">
      <Text value={value} />
    </span>
  ) : (
    <OutsideLink href={technique.href} text={technique.name} />
  );
}

function OutsideLink({ href, text }: { readonly href: string; readonly text: string }) {
  return (
    <a class="outside" href={href} target="_blank" rel="noopener noreferrer">
      <Text value={text} />
      <Icon name="outside" />
      <span class="unseen"> (another site, in a new tab)</span>
    </a>
  );
}
