import { useRef, useState } from 'preact/hooks';
import { Icon } from '../elements/icon.tsx';
import { setShortcuts, shortcutsAreOn, useShortcuts } from './shortcuts.ts';

const keys = [
  ['/', 'Ask which package called something'],
  ['f', 'Filter the alerts'],
  ['j', 'Next alert, an older one'],
  ['k', 'Alert before, a newer one'],
  ['n', 'Show the new alerts that wait'],
  ['Enter', 'Open the alert'],
  ['?', 'These shortcuts'],
] as const;

/** Opens the list of shortcuts, where they can also be turned off. */
export function ShortcutsButton() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [areOn, setAreOn] = useState(shortcutsAreOn);
  const open = () => dialog.current?.showModal();
  useShortcuts({ '?': open });
  return (
    <>
      <button
        type="button"
        class="icon-button keys-button"
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts"
        onClick={open}
      >
        <Icon name="keys" />
      </button>
      <dialog ref={dialog} class="shortcuts" aria-labelledby="shortcuts-title">
        <form method="dialog">
          <h2 id="shortcuts-title">Keyboard shortcuts</h2>
          <dl>
            {keys.map(([key, words]) => (
              <>
                <dt key={key}>
                  <kbd>{key}</kbd>
                </dt>
                <dd key={words}>{words}</dd>
              </>
            ))}
          </dl>
          <label>
            <input
              type="checkbox"
              checked={areOn}
              onChange={({ currentTarget }) => {
                setShortcuts(currentTarget.checked);
                setAreOn(currentTarget.checked);
              }}
            />
            Single-key shortcuts are on in this browser
          </label>
          <button type="submit" class="button">
            Close
          </button>
        </form>
      </dialog>
    </>
  );
}
