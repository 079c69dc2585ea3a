import { useRef } from 'preact/hooks';
import { navigate } from '../address/address.ts';
import { askAddress } from '../address/links.ts';
import { useShortcuts } from './shortcuts.ts';

/** The question, at hand on every page. */
export function HeaderAsk() {
  const field = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => field.current?.focus() });
  return (
    <search class="header-ask">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const target = field.current?.value.trim() ?? '';
          if (target !== '') navigate(askAddress(target));
        }}
      >
        <input
          ref={field}
          class="field"
          type="search"
          name="target"
          aria-label="Which package called …? A host, an address, a file path, or a class such as class:ssh-key"
          placeholder="Which package called …?"
          autocomplete="off"
          spellcheck={false}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
        <span class="key" aria-hidden="true">
          /
        </span>
      </form>
    </search>
  );
}
