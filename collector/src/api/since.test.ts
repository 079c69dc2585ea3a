import { expect, test } from 'vitest';
import { parseSince } from './since.ts';

const now = Date.UTC(2024, 10, 20, 12);

test.each([
  ['30m', now - 1_800_000],
  ['12h', now - 43_200_000],
  ['7d', now - 604_800_000],
  ['2w', now - 1_209_600_000],
  ['2024-11-20', Date.UTC(2024, 10, 20)],
  ['2024-11-20T10:00:00Z', Date.UTC(2024, 10, 20, 10)],
  ['2024-11-20T10:00+02:00', Date.UTC(2024, 10, 20, 8)],
])('%s is a point in time', (text, ms) => {
  expect(parseSince(text, now)).toBe(ms);
});

test.each(['', '7', '7 d', '-7d', '7y', 'yesterday', '2024-13-01', '2024-02-31', '20/11/2024', '9999999d'])(
  '%j is none',
  (text) => {
    expect(parseSince(text, now)).toBe(null);
  },
);
