import type { Terminal } from './terminal.ts';
import { fit, styled, visible, widthOf } from './text.ts';

export interface Column<T> {
  readonly title: string;
  readonly of: (row: T) => string;
  readonly align?: 'right';
  /** May be cut where the terminal is too narrow; the others never are. */
  readonly isElastic?: boolean;
}

const gap = '  ';
/** An elastic column isn't cut below this. */
const minWidth = 12;

/** Rows under titles, aligned. Into a pipe nothing is cut; on a terminal the elastic columns give way to its width. */
export function table<T>(terminal: Terminal, columns: readonly Column<T>[], rows: readonly T[]): string {
  const cells = rows.map((row) => columns.map(({ of }) => visible(of(row))));
  const widths = columns.map(({ title }, index) =>
    Math.max(widthOf(title), ...cells.map((line) => widthOf(line[index] ?? ''))),
  );
  if (terminal.isTty) shrink(widths, columns, terminal.columns);
  const lineOf = (line: readonly string[]): string =>
    line
      .map((cell, index) => pad(fit(cell, widths[index] ?? 0), widths[index] ?? 0, columns[index]?.align === 'right'))
      .join(gap)
      .trimEnd();
  const head = styled(terminal, 'bold', lineOf(columns.map(({ title }) => title)));
  return [head, ...cells.map(lineOf)].map((line) => `${line}\n`).join('');
}

/** Takes from the widest elastic column, again and again, until all fits or nothing gives way any more. */
function shrink(widths: number[], columns: readonly Column<never>[], available: number): void {
  const total = (): number => widths.reduce((sum, width) => sum + width, 0) + gap.length * (widths.length - 1);
  while (total() > available) {
    let widest = -1;
    columns.forEach(({ isElastic }, index) => {
      const width = widths[index] ?? 0;
      if (isElastic && width > minWidth && width > (widths[widest] ?? 0)) widest = index;
    });
    if (widest === -1) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
}

function pad(text: string, width: number, isRight: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return isRight ? space + text : text + space;
}

/** Names and values below each other. */
export function facts(terminal: Terminal, pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${styled(terminal, 'dim', name.padEnd(width))}  ${value}\n`).join('');
}
