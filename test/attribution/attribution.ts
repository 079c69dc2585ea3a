/** npm run attribution: the matrix of cases and interpreters, and docs/attribution.md from it. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Activity } from '@culprit/proto';
import { findInterpreters } from '../python/interpreters.ts';
import { cases } from './cases/index.ts';
import { gapOf } from './known-gaps.ts';
import { type Cell, runMatrix } from './matrix.ts';
import { markdownOf, summaryOf, tableOf } from './table.ts';

const usage = `Usage: npm run attribution -- [--python VERSION]… [--case NAME]… [--told] [--json]

Runs every case of attribution on every Python that is found, and writes docs/attribution.md.
  --python VERSION  only this one ("3.13", "3.8.18"); may be given again
  --case NAME       only this case, or this group of cases; may be given again
  --told            also all that the programs were told to do, on standard error
  --json            the cells as JSON, in place of the table

Exit status: 0 no cell is wrong but those of known-gaps.ts · 1 a cell is wrong · 2 wrong use.
docs/attribution.md is written only by a run of all cases on all interpreters.

Example: npm run attribution -- --python 3.13 --case threads
`;

function sayTold(told: readonly Activity[]): void {
  for (const { operation, target, package: culprit, chain, confidence, frames, process: by } of told) {
    const path = chain.map(({ name }) => name).join(' ← ');
    process.stderr.write(
      `${operation} ${target}: ${culprit?.name ?? '-'} [${path}] by ${confidence}, ${by?.command}\n`,
    );
    for (const { file, function: name, line, dynamic } of frames) {
      process.stderr.write(`    ${file}:${line} ${name}${dynamic ? ' (from no file)' : ''}\n`);
    }
  }
}

async function main(): Promise<number> {
  const options = {
    python: { type: 'string', multiple: true },
    case: { type: 'string', multiple: true },
    told: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArgs({ options });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const found = await findInterpreters();
  const isAsked = (version: string): boolean =>
    values.python?.some((asked) => version === asked || version.startsWith(`${asked}.`)) ?? true;
  const interpreters = found.filter(({ version }) => isAsked(version));
  const chosen = cases.filter(({ name, group }) => values.case?.some((asked) => [name, group].includes(asked)) ?? true);
  if (interpreters.length === 0 || chosen.length === 0) {
    const lacking = interpreters.length === 0 ? `interpreter; found: ${found.map(({ version }) => version)}` : 'case';
    process.stderr.write(`Nothing to run: there is no such ${lacking}.\n\n${usage}`);
    return 2;
  }
  const onCell = ({ name, python, verdict, why }: Cell): void => {
    if (process.stderr.isTTY) process.stderr.write(`${python} ${name}: ${verdict} ${why}\n`);
  };
  const cells = await runMatrix(chosen, interpreters, { onCell, onTold: values.told ? sayTold : undefined });
  const pythons = interpreters.map(({ version }) => version);
  process.stdout.write(values.json ? `${JSON.stringify(cells, null, 2)}\n` : tableOf(chosen, pythons, cells));
  process.stderr.write(`${summaryOf(pythons, cells)}\n`);
  if (values.python === undefined && values.case === undefined) {
    writeFileSync(new URL('../../docs/attribution.md', import.meta.url), markdownOf(chosen, pythons, cells));
  }
  return cells.some((cell) => cell.verdict === 'wrong' && gapOf(cell) === null) ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
