import { expect, test } from 'vitest';
import { Watermarks } from './watermarks.ts';

test("a machine's watermark follows its batches", () => {
  const marks = new Watermarks();
  expect(marks.of('a')).toBe(Number.NEGATIVE_INFINITY);
  for (let i = 1; i <= 20; i += 1) marks.note('a', i);
  expect(marks.of('a')).toBe(13);
  expect(marks.of('b')).toBe(Number.NEGATIVE_INFINITY);
});

test('one batch from next year moves nothing', () => {
  const marks = new Watermarks();
  for (const earliestMs of [1, 2, 1_000_000, 3, 4]) marks.note('a', earliestMs);
  expect(marks.of('a')).toBe(1);
});

test('one late batch holds it back only for a while', () => {
  const marks = new Watermarks();
  for (let i = 100; i < 110; i += 1) marks.note('a', i);
  marks.note('a', 5);
  expect(marks.of('a')).toBe(5);
  for (let i = 110; i < 118; i += 1) marks.note('a', i);
  expect(marks.of('a')).toBe(110);
});
