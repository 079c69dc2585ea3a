/** What the last runs found, kept beside this file: a run of some modules renews those, and docs/parity.md is made of all. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explanationOf } from './explained.ts';
import type { Compared } from './regression.ts';

/** Python's version → module → what was found; null where this version has no such module. */
export type Results = Record<string, Record<string, Compared | null>>;

const file = join(import.meta.dirname, 'results.json');
const docs = join(import.meta.dirname, '../../docs/parity.md');

function readResults(): Results {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Results;
  } catch {
    return {};
  }
}

/** Puts one result among those of earlier runs, and writes docs/parity.md from all of them. */
export function keepResult(version: string, module: string, compared: Compared | null): void {
  const results = readResults();
  results[version] = { ...results[version], [module]: compared };
  // A message names this machine's folders.
  const json = JSON.stringify(results, (key, value: unknown) => (key === 'message' ? undefined : value), 2);
  writeFileSync(file, `${json}\n`);
  const text = readFileSync(docs, 'utf8');
  const [start, end] = ['<!-- parity -->', '<!-- /parity -->'];
  const [before, rest] = text.split(start);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`docs/parity.md has no place for the results: add ${start}${end}`);
  writeFileSync(docs, `${before}${start}\n${tableOf(results)}\n${end}${after}`);
}

/** Markdown: module × interpreter, then each difference by name. */
export function tableOf(results: Results): string {
  const versions = Object.keys(results).sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  const modules = [...new Set(versions.flatMap((version) => Object.keys(results[version] ?? {})))].sort();
  const lines = [
    `| module | ${versions.join(' | ')} |`,
    `| --- |${' --- |'.repeat(versions.length)}`,
    ...modules.map((module) => {
      const cells = versions.map((version) => cellOf(results[version]?.[module]));
      return `| ${module} | ${cells.join(' | ')} |`;
    }),
    `| **all** | ${versions.map((version) => totalOf(Object.values(results[version] ?? {}))).join(' | ')} |`,
    '',
    'A cell: tests that had an outcome, and how many of them have another one with the hook. – : this interpreter comes',
    'without such a module. Empty: not run.',
  ];
  const section = (title: string, entries: readonly string[]): void => {
    lines.push('', `### ${title}`, '', ...(entries.length > 0 ? entries : ['None.']));
  };
  const each = versions.flatMap((version) =>
    Object.values(results[version] ?? {}).flatMap((compared) => (compared ? [{ version, compared }] : [])),
  );
  const differences = each.flatMap(({ version, compared }) =>
    compared.differences.map((difference) => ({ ...difference, version, reason: explanationOf(difference.test) })),
  );
  section(
    'Differences without an explanation',
    differences
      .filter(({ reason }) => reason === null)
      .map(({ version, test, bare, hooked }) => `- ${version}: \`${test}\` ${bare} → ${hooked}`),
  );
  const byTest = new Map<string, { versions: string[]; reason: string; bare: string; hooked: string }>();
  for (const { version, test, bare, hooked, reason } of differences) {
    if (reason === null) continue;
    const entry = byTest.get(test) ?? { versions: [], reason, bare, hooked };
    entry.versions.push(version);
    byTest.set(test, entry);
  }
  section(
    'Differences that the test itself explains',
    [...byTest].map(
      ([test, { versions: on, reason, bare, hooked }]) =>
        `- \`${test}\` (${on.join(', ')}) ${bare} → ${hooked}: ${reason}`,
    ),
  );
  section(
    'Different in one run, and not when run again',
    each.flatMap(({ version, compared }) =>
      compared.unsteady.map(({ test, bare, hooked }) => `- ${version}: \`${test}\` ${bare} → ${hooked}`),
    ),
  );
  return lines.join('\n');
}

function cellOf(compared: Compared | null | undefined): string {
  if (compared === undefined) return '';
  if (compared === null) return '–';
  return `${compared.tests} / ${differencesText(compared)}`;
}

function differencesText({ differences }: Compared): string {
  const open = differences.filter(({ test }) => explanationOf(test) === null).length;
  const known = differences.length - open;
  return known === 0 ? `${open}` : `${open} (+ ${known} explained)`;
}

function totalOf(all: readonly (Compared | null)[]): string {
  const compared = all.filter((entry) => entry !== null);
  const differences = compared.flatMap((entry) => entry.differences);
  const tests = compared.reduce((sum, entry) => sum + entry.tests, 0);
  return `**${tests} / ${differences.filter(({ test }) => explanationOf(test) === null).length}**`;
}
