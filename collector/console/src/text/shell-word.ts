const plain = /^[A-Za-z0-9_./:@%+=,-]+$/;
const printable = /^[\x20-\x7e\u00a1-\u{10ffff}]*$/u;

/**
 * One word of a command line for a POSIX shell, such that pasting it can run nothing: quoted where a character means
 * something to the shell, and with control and invisible characters as $'\u…' (bash, zsh), which a terminal won't obey.
 */
export function shellWord(text: string): string {
  if (plain.test(text)) return text;
  if (printable.test(text) && !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text))
    return `'${text.replaceAll("'", `'\\''`)}'`;
  const escaped = text.replace(/[\\']|[^\x20-\x7e]/gu, (character) => {
    if (character === '\\' || character === "'") return `\\${character}`;
    const point = character.codePointAt(0) ?? 0;
    return point > 0xffff ? `\\U${hex(point, 8)}` : `\\u${hex(point, 4)}`;
  });
  return `$'${escaped}'`;
}

/** The command that asks the same in a terminal. A target that looks like an option stands behind `--`. */
export function whoCommand(target: string, options: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(options).map(([name, value]) => (value ? ` --${name}=${shellWord(value)}` : ''));
  return `culprit who${given.join('')} ${target.startsWith('-') ? '-- ' : ''}${shellWord(target)}`;
}

function hex(point: number, digits: number): string {
  return point.toString(16).padStart(digits, '0');
}
