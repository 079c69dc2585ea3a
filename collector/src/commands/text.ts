import stringWidth from 'string-width';
import type { Severity } from '../api/types.ts';
import type { Terminal } from './terminal.ts';

/** Control characters, what turns or hides text (bidirectional marks, zero width, tags), line separators, lone surrogates. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * A text from elsewhere, fit for a terminal: what would steer it or can't be seen is written out (\x1b, \u202e).
 * Whatever a machine, a package or a file is called, it is one visible line.
 */
export function visible(text: string): string {
  return text.replace(unseen, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** How many columns a text takes. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** The text within so many columns, its end given up for "…". */
export function fit(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width += widthOf(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** The text in lines of so many columns, broken at spaces where there are any. */
export function wrap(text: string, columns: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(`${indent}${line} ${word}`) > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => `${indent}${each}`).join('\n');
}

/** "2024-11-20 18:04:41", in this machine's own time zone. */
export function time(ms: number): string {
  const date = new Date(ms);
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

const styles = { bold: 1, dim: 2, red: 31, yellow: 33, cyan: 36 } as const;

/** The text in a style, where the terminal has any. */
export function styled(terminal: Terminal, style: keyof typeof styles, text: string): string {
  return terminal.hasColour ? `\x1b[${styles[style]}m${text}\x1b[0m` : text;
}

/** A severity; its word says it all, the colour only helps. */
export function severityText(terminal: Terminal, severity: Severity): string {
  const style = severity === 'critical' || severity === 'high' ? 'red' : severity === 'medium' ? 'yellow' : 'dim';
  return styled(terminal, style, severity);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
