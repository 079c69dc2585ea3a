import { describe, expect, test } from 'vitest';
import { findInterpreters, newestAndOldest } from '../python/interpreters.ts';
import { cases } from './cases/index.ts';
import { gapOf, knownGaps } from './known-gaps.ts';
import { type Cell, runMatrix } from './matrix.ts';

const found = await findInterpreters();
const interpreters = process.env.CULPRIT_ATTRIBUTION === 'all' ? found : newestAndOldest(found);
const matrixTimeoutMs = 600_000;

test('every case has a name of its own, and every known gap is of a case', () => {
  const names = cases.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  expect(knownGaps.filter(({ name }) => !names.includes(name))).toEqual([]);
});

describe.each(interpreters)('attribution on Python $version', (interpreter) => {
  test(
    'no cell is wrong but the known ones, and those are wrong still',
    async () => {
      const cells = await runMatrix(cases, [interpreter]);
      const told = ({ name, verdict, why }: Cell) => `${name}: ${verdict} ${why}`.trim();
      const isWrong = ({ verdict }: Cell) => verdict === 'wrong';
      const unlisted = cells.filter((cell) => isWrong(cell) && gapOf(cell) === null);
      const mended = cells.filter((cell) => cell.verdict === 'right' && gapOf(cell) !== null);
      expect(unlisted.map(told)).toEqual([]);
      // Take these out of known-gaps.ts: the list only shrinks.
      expect(mended.map(told)).toEqual([]);
    },
    matrixTimeoutMs,
  );
});
