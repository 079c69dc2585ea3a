import { expect, test } from 'vitest';
import { didYouMean, nearest } from './nearest.ts';

test.each([
  ['titel', 'title'],
  ['contain', 'contains'],
  ['dns.lokup', 'dns.lookup'],
  ['TARGET', 'target'],
  ['xyz', null],
])('%s is meant as %s', (word, expected) => {
  expect(nearest(word, ['title', 'contains', 'dns.lookup', 'target'])).toBe(expected);
});

test('the mend names the guess, or else the choice', () => {
  expect(didYouMean('hihg', ['low', 'high'])).toBe('Did you mean high?');
  expect(didYouMean('grave', ['low', 'high'])).toBe('Choose one of: low, high.');
});
