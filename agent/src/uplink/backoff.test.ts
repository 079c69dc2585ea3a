import { expect, test } from 'vitest';
import { createBackoff } from './backoff.ts';

test('delays grow with the square of the failures, up to half a minute', () => {
  const backoff = createBackoff(() => 0.5);
  const delays = Array.from({ length: 13 }, () => backoff.next());
  expect(delays.slice(0, 4)).toEqual([250, 1_000, 2_250, 4_000]);
  expect(delays.slice(-2)).toEqual([30_000, 30_000]);
});

test('they differ by half to either side, and begin anew after a success', () => {
  const draws = [0, 0.999];
  const backoff = createBackoff(() => draws.shift() ?? 0);
  expect(backoff.next()).toBe(125);
  expect(backoff.next()).toBeCloseTo(1_499, 0);
  backoff.reset();
  expect(backoff.next()).toBe(125);
});
