import { expect, test } from 'vitest';
import { entry } from '../../../test/fixtures.ts';
import { createRows } from './rows.ts';
import { createScale } from './scale.ts';

const start = Date.UTC(2024, 10, 20, 18, 0, 0);
const scaleOf = (timeline: readonly { activity: { atMs: number } }[]) =>
  createScale(
    timeline.map(({ activity }) => activity.atMs),
    { x0: 0, x1: 1000 },
  );

test('a gap of the drawing is a row of the list', () => {
  const timeline = [
    entry({ atMs: start - 86_400_000, operation: 'package.change' }),
    entry({ atMs: start }),
    entry({ atMs: start + 1000 }, true),
  ];
  expect(createRows(timeline, scaleOf(timeline), false).map(({ kind }) => kind)).toEqual([
    'entry',
    'gap',
    'entry',
    'entry',
  ]);
});

test('a long list is short at first, and counts what it leaves out', () => {
  const timeline = Array.from({ length: 100 }, (_, i) => entry({ atMs: start + i }, i === 50));
  const rows = createRows(timeline, scaleOf(timeline), false);
  expect(rows.filter(({ kind }) => kind === 'entry')).toHaveLength(4);
  const hidden = rows.flatMap((row) => (row.kind === 'hidden' ? [row.count] : []));
  expect(hidden).toEqual([48, 48]);
  expect(createRows(timeline, scaleOf(timeline), true)).toHaveLength(100);
});
