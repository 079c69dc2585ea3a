import { useState } from 'preact/hooks';
import { Icon, type IconName } from '../elements/icon.tsx';
import { chooseTheme, chosenTheme, type Theme } from './theme.ts';

const next: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const icons: Readonly<Record<Theme, IconName>> = { system: 'half', light: 'sun', dark: 'moon' };
const words: Readonly<Record<Theme, string>> = { system: 'as the system', light: 'light', dark: 'dark' };

/** Goes round: as the system, light, dark. */
export function ThemeButton() {
  const [theme, setTheme] = useState(chosenTheme);
  const label = `Theme: ${words[theme]}. Change to ${words[next[theme]]}`;
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      onClick={() => {
        chooseTheme(next[theme]);
        setTheme(next[theme]);
      }}
    >
      <Icon name={icons[theme]} />
    </button>
  );
}
