/** The tables in docs/performance.md, each between the markers of its benchmark. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Table } from './benchmark.ts';

/** The tables as Markdown, each with its note below. */
export function markdownOf(tables: readonly Table[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return tables
    .map(({ columns, rows, note }) =>
      [
        line(columns),
        line(columns.map(() => '---')),
        ...rows.map((row) => line(columns.map((column) => row[column] ?? ''))),
        '',
        note,
      ].join('\n'),
    )
    .join('\n\n');
}

/**
 * Puts text between the markers of a benchmark in a document.
 * @throws Error that says which markers are missing.
 */
export function putBetweenMarkers(path: string, name: string, text: string): void {
  const [start, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const [before, rest] = readFileSync(path, 'utf8').split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`${path} has no place for "${name}": add the lines ${start} and ${end}`);
  }
  writeFileSync(path, `${before}${start}\n${text}\n${end}${after}`);
}
