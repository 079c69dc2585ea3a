import { expect, test } from 'vitest';
import { entry } from '../../../test/fixtures.ts';
import { createMarks } from './marks.ts';

const options = { x: (ms: number) => ms, x0: 0, x1: 1000 };

test('deciding acts that would cover each other are one mark; other acts stay ticks of their own', () => {
  const timeline = [entry({ atMs: 100 }, true), entry({ atMs: 103 }), entry({ atMs: 104 }, true), entry({ atMs: 108 })];
  const marks = createMarks(timeline, options);
  expect(marks.map(({ x, entries, isDeciding }) => [x, entries.length, isDeciding])).toEqual([
    [100, 2, true],
    [103, 1, false],
    [108, 1, false],
  ]);
});

test('a label stands to the right, to the left where the edge is near, and nowhere where neither has room', () => {
  const at = (atMs: number) => entry({ atMs, target: 'api.telegram.org', port: 443 }, true);
  expect(createMarks([at(100)], options)[0]?.label?.anchor).toBe('start');
  expect(createMarks([at(980)], options)[0]?.label?.anchor).toBe('end');
  const crowded = createMarks([at(940), at(960), at(980)], options);
  expect(crowded[1]?.label).toBeUndefined();
});

test('one label stands for several targets, and says how many more', () => {
  const [mark] = createMarks([entry({ atMs: 1, target: 'a' }, true), entry({ atMs: 2, target: 'b' }, true)], options);
  expect(mark?.label?.text).toBe('a + 1');
});

test('labels are visible text', () => {
  const [mark] = createMarks([entry({ atMs: 1, target: 'evil\u202ecom' }, true)], options);
  expect(mark?.label?.text).toBe('evil‹U+202E›com');
});
