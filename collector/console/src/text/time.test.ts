import { expect, test } from 'vitest';
import { agoWords, countWords, dateTimeWords, isoTime, spanWords, utcWords } from './time.ts';

const now = Date.UTC(2024, 10, 20, 18, 0, 0);

test.each([
  [10_000, 'just now'],
  [5 * 60_000, '5 min ago'],
  [59.9 * 60_000, '60 min ago'],
  [3 * 3_600_000, '3 h ago'],
  [2 * 86_400_000, '2 d ago'],
  [-30_000, 'just now'],
])('%i ms ago is "%s"', (age, words) => {
  expect(agoWords(now - age, now)).toBe(words);
});

test('beyond a week, and in the future, a date is said', () => {
  expect(agoWords(now - 30 * 86_400_000, now)).toMatch(/Oct 2024$/);
  expect(agoWords(now + 3 * 86_400_000, now)).toMatch(/Nov 2024$/);
});

test.each([
  [0, '0 ms'],
  [412, '412 ms'],
  [1200, '1.2 s'],
  [2000, '2 s'],
  [90_000, '90 s'],
  [3_600_000, '60 min'],
  [26 * 3_600_000, '26 h'],
  [80 * 86_400_000, '80 days'],
])('%i ms are "%s"', (ms, words) => {
  expect(spanWords(ms)).toBe(words);
});

test('the exact time is UTC to the millisecond', () => {
  expect(utcWords(now + 123)).toBe('2024-11-20 18:00:00.123 UTC');
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e20, -5, 0])('the impossible time %d is said to be unknown', (ms) => {
  expect(dateTimeWords(ms)).toBe('at an unknown time');
  expect(utcWords(ms)).toBe('unknown time');
  expect(isoTime(ms)).toBeUndefined();
  expect(agoWords(ms, now)).toBe('at an unknown time');
});

test('counts are grouped', () => {
  expect(countWords(1204)).toBe('1,204');
});
