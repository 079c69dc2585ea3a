/** The matrix as text for a terminal, and as docs/attribution.md. */
import type { Case, Group } from './case.ts';
import { groups } from './case.ts';
import type { Verdict } from './judge.ts';
import { gapOf } from './known-gaps.ts';
import type { Cell } from './matrix.ts';

const marks: Readonly<Record<Verdict, string>> = { right: '✓', wrong: '✗', unknown: '?', skip: '–' };
const headings: Readonly<Record<Group, string>> = {
  direct: 'Direct',
  names: 'Names of hosts and files',
  threads: 'Threads and pools',
  async: 'Async',
  disguise: 'Disguise',
  lifecycle: 'Lifecycle',
  processes: 'Processes',
  install: 'Install time',
  native: 'Native',
};

type Lookup = (name: string, python: string) => Cell | undefined;

function lookup(cells: readonly Cell[]): Lookup {
  const byKey = new Map(cells.map((cell) => [`${cell.name} ${cell.python}`, cell]));
  return (name, python) => byKey.get(`${name} ${python}`);
}

/** A line a case, and below what is wrong, skipped or unknown, once for each reason. */
export function tableOf(cases: readonly Case[], pythons: readonly string[], cells: readonly Cell[]): string {
  const of = lookup(cells);
  const width = Math.max(...cases.map(({ name }) => name.length));
  const lines = [`${''.padEnd(width)}  ${pythons.join('  ')}`];
  for (const { name } of cases) {
    const row = pythons.map((python) => marks[of(name, python)?.verdict ?? 'skip'].padEnd(python.length));
    lines.push(`${name.padEnd(width)}  ${row.join('  ')}`.trimEnd());
  }
  lines.push('', ...reasons(cells).map(({ verdict, name, where, why }) => `${verdict} ${name} (${where}): ${why}`));
  return `${lines.join('\n')}\n`;
}

/** "3.13.0: 90 right, 2 wrong (2 known), 1 unknown, 3 skipped", a line an interpreter. */
export function summaryOf(pythons: readonly string[], cells: readonly Cell[]): string {
  return pythons.map((python) => `${python}: ${countsOf(cells.filter((cell) => cell.python === python))}`).join('\n');
}

function countsOf(cells: readonly Cell[]): string {
  const of = (verdict: Verdict): number => cells.filter((cell) => cell.verdict === verdict).length;
  const known = cells.filter((cell) => cell.verdict === 'wrong' && gapOf(cell) !== null).length;
  return `${of('right')} right, ${of('wrong')} wrong (${known} known), ${of('unknown')} unknown, ${of('skip')} skipped`;
}

interface Reason {
  readonly verdict: Verdict;
  readonly name: string;
  readonly where: string;
  readonly why: string;
}

function reasons(cells: readonly Cell[]): Reason[] {
  const grouped = Map.groupBy(
    cells.filter(({ verdict }) => verdict !== 'right'),
    ({ verdict, name, why }) => JSON.stringify([verdict, name, why]),
  );
  return [...grouped.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [{ ...first, where: same.map(({ python }) => python).join(', ') }];
  });
}

const introduction = `# Who did it: the attribution matrix

Written by \`npm run attribution\`, which runs each case below as a real program in a real venv on every Python that it
finds, with the hook put in by the agent's own code and its own resolver to name the culprit. In each case the wheel
\`suspect\` does the deed: it opens a decoy SSH key, looks up a messaging host, or connects to a server on loopback.
A cell is right (✓) only if culprit, version, the whole chain, operation, target and confidence are right, in every
activity that the case brought. ✗ is wrong, ? is unknown by design, – could not be run there.

## What a confidence means

| confidence | the culprit was found |
| --- | --- |
| \`stack\` | on the live stack of the thread that did it |
| \`cause\` | on the stack that started the thread, submitted the work, created the task, or registered the call: the standard library ran it later |
| \`descent\` | in the parent process: the package that started this one, whose own code shows no other |
| \`native\` | in the kernel’s table of sockets, which shows a connection that no hook told: by the one package whose native code could have made it; with several, nobody is named, and the chain has them all ([limits](limits.md#what-the-kernel-shows)) |
| \`unknown\` | nowhere: nobody is named, since a wrong name is worse |

The chain is every package on that path, innermost first, and the culprit is the first of them that is no conduit
(\`rules/catalogue/conduits.yaml\`). Where there is none, the application did it itself.
`;

/** docs/attribution.md */
export function markdownOf(cases: readonly Case[], pythons: readonly string[], cells: readonly Cell[]): string {
  const of = lookup(cells);
  const sections = groups.flatMap((group) => {
    const rows = cases.filter((each) => each.group === group);
    if (rows.length === 0) return [];
    const body = rows.map(
      ({ name, title }) =>
        `| \`${name}\` | ${title.replaceAll('|', '\\|')} | ${pythons.map((python) => marks[of(name, python)?.verdict ?? 'skip']).join(' | ')} |`,
    );
    const shorts = pythons.map((python) => python.split('.').slice(0, 2).join('.'));
    return [
      `## ${headings[group]}\n`,
      `| case | how | ${shorts.join(' | ')} |`,
      `| --- | --- |${' --- |'.repeat(pythons.length)}`,
      ...body,
      '',
    ];
  });
  const summary = pythons.map(
    (python) => `- Python ${python}: ${countsOf(cells.filter((cell) => cell.python === python))}`,
  );
  return [
    introduction,
    '## The last run\n',
    ...summary,
    '',
    ...sections,
    ...wrongSection(cells),
    ...unknownSection(cells),
    ...skipSection(cells),
  ].join('\n');
}

const shortWhere = (cells: readonly Cell[]): string =>
  cells.map(({ python }) => python.split('.').slice(0, 2).join('.')).join(', ');

/** By case and the given reason, "- `name` (3.8, 3.9): reason". */
function lines(cells: readonly Cell[], reasonOf: (cell: Cell) => string): string[] {
  const grouped = Map.groupBy(cells, (cell) => JSON.stringify([cell.name, reasonOf(cell)]));
  return [...grouped.values()].flatMap((same) =>
    same.slice(0, 1).map((cell) => `- \`${cell.name}\` (${shortWhere(same)}): ${reasonOf(cell)}`),
  );
}

function wrongSection(cells: readonly Cell[]): string[] {
  const wrong = cells.filter(({ verdict }) => verdict === 'wrong');
  if (wrong.length === 0) return [];
  return ['## What is wrong, and why\n', ...lines(wrong, (cell) => gapOf(cell)?.reason ?? cell.why), ''];
}

function unknownSection(cells: readonly Cell[]): string[] {
  const unknown = cells.filter(({ verdict }) => verdict === 'unknown');
  if (unknown.length === 0) return [];
  return ['## What is unknown by design\n', ...lines(unknown, ({ why }) => why), ''];
}

function skipSection(cells: readonly Cell[]): string[] {
  const skipped = cells.filter(({ verdict }) => verdict === 'skip');
  if (skipped.length === 0) return [];
  return ['## What could not be run\n', ...lines(skipped, ({ why }) => why), ''];
}
