import { expect, test } from 'vitest';
import { createScale } from './scale.ts';

const day = 86_400_000;
const start = Date.UTC(2024, 10, 20, 18, 4, 41);
const width = { x0: 0, x1: 1000 };

test('one process is drawn to scale', () => {
  const scale = createScale([start, start + 500, start + 1000], width);
  expect(scale.gaps).toEqual([]);
  expect(scale.x(start + 500)).toBeCloseTo(500);
  expect(scale.x(start + 250) - scale.x(start)).toBeCloseTo(scale.x(start + 1000) - scale.x(start + 750));
});

test('days of nothing before it are cut out, and the cut says how long they were', () => {
  const scale = createScale([start - 3 * day, start, start + 400, start + 1000], width);
  expect(scale.gaps.map(({ ms }) => ms)).toEqual([3 * day]);
  expect(scale.x(start - 3 * day)).toBeLessThan(100);
  expect(scale.x(start + 1000) - scale.x(start)).toBeGreaterThan(600);
});

test('seconds are never cut out', () => {
  expect(createScale([start, start + 5, start + 6000], width).gaps).toEqual([]);
});

test('a steady beat is not cut at all', () => {
  const times = Array.from({ length: 20 }, (_, i) => start + i * 60_000);
  expect(createScale(times, width).gaps).toEqual([]);
});

test('time never runs backwards, and stays within the drawing', () => {
  const times = [start - 80 * day, start - 80 * day + 3, start - day, start, start + 2, start + 900, start + day];
  const scale = createScale(times, width);
  const xs = times.map(scale.x);
  expect(xs).toEqual([...xs].sort((a, b) => a - b));
  expect(Math.min(...xs)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...xs)).toBeLessThanOrEqual(1000);
  expect(scale.stretches.at(-1)?.x1).toBeCloseTo(1000);
});

test('a time in a gap stands at the nearer end of it', () => {
  const scale = createScale([start - 3 * day, start, start + 1000], width);
  expect(scale.x(start - 2.9 * day)).toBeLessThan(scale.gaps[0]?.x0 ?? 0);
  expect(scale.x(start - 1000)).toBeGreaterThan(scale.gaps[0]?.x1 ?? 0);
});

test.each([[[]], [[start]], [[start, start]], [[Number.NaN, start]]])('%j makes an axis too', (times) => {
  const scale = createScale(times, width);
  expect(Number.isFinite(scale.x(start))).toBe(true);
});
