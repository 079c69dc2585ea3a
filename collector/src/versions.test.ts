import { expect, test } from 'vitest';
import { compareVersions, earlierThan, sortVersions } from './versions.ts';

// The order of PEP 440's own examples: dev, alpha, beta, candidate, final, local, post, and epochs above all.
const inOrder = [
  ...['1.dev0', '1.0.dev456', '1.0a1', '1.0a2.dev456', '1.0a12.dev456', '1.0a12', '1.0b1.dev456', '1.0b2'],
  ...['1.0b2.post345.dev456', '1.0b2.post345', '1.0rc1.dev456', '1.0rc1', '1.0', '1.0+abc.5', '1.0+abc.7', '1.0+5'],
  ...['1.0.post456.dev34', '1.0.post456', '1.0.15', '1.1.dev1', '1.9', '1.10', '2013.10', '1!0.1'],
];

test('versions are ordered as PEP 440 orders its examples', () => {
  expect(sortVersions(inOrder.toReversed())).toEqual(inOrder);
});

test('0.1.9 comes before 0.1.13, which text would not say', () => {
  expect(earlierThan('0.1.13', ['0.1.14', '0.1.9', '0.1.13', '0.1.12'])).toEqual(['0.1.9', '0.1.12']);
});

test('a version that is equal in another spelling is not earlier', () => {
  expect(earlierThan('1.0.0', ['1.0', '1'])).toEqual([]);
});

test('what is no version stands first, by its text, and nothing throws', () => {
  expect(sortVersions(['1.0', 'unknown', '', 'not-a-version', '0.1'])).toEqual([
    '',
    'not-a-version',
    'unknown',
    '0.1',
    '1.0',
  ]);
  expect(compareVersions(`1.${'0'.repeat(100_000)}`, '1.0')).toBe(-1);
});
