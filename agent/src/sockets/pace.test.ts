import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

/** How often a process is looked at within a time, and how long it is between the last two, ms. */
function looks(pace: Pace, from: number, forMs: number, slowestMs: number) {
  let count = 0;
  let last = from;
  let gap = 0;
  while (pace.dueMs <= from + forMs) {
    gap = pace.dueMs - last;
    last = pace.dueMs;
    pace.looked(last, slowestMs);
    count += 1;
  }
  return { count, gap };
}

test('often at first, then ever less, but never less than it must be', () => {
  const pace = new Pace(0);
  expect(looks(pace, 0, 500, 2_000).count).toBeGreaterThan(5);
  expect(pace.isHastened(2_000)).toBe(true);
  expect(looks(pace, 500, 60_000, 2_000).gap).toBe(2_000);
  expect(pace.isHastened(2_000)).toBe(false);
});

test('when something happens it is looked at within a moment', () => {
  const pace = new Pace(0);
  looks(pace, 0, 60_000, 2_000);
  pace.hasten(60_500);
  expect(pace.dueMs).toBeLessThanOrEqual(60_530);
  pace.hasten(60_529);
  expect(pace.dueMs).toBeLessThanOrEqual(60_530);
});
