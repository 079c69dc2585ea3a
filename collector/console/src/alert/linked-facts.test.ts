import { expect, test } from 'vitest';
import { linkFacts } from './linked-facts.ts';

const facts = [
  { text: 'aiocpa', href: '/packages/aiocpa' },
  { text: 'aiocpa 0.1.13', href: '/packages/aiocpa' },
  { text: 'api.telegram.org', href: '/ask?target=api.telegram.org' },
];

test('facts are linked, the longer name before the shorter', () => {
  expect(linkFacts('aiocpa 0.1.13 called api.telegram.org.', facts)).toEqual([
    { text: 'aiocpa 0.1.13', href: '/packages/aiocpa' },
    { text: ' called ', href: undefined },
    { text: 'api.telegram.org', href: '/ask?target=api.telegram.org' },
    { text: '.', href: undefined },
  ]);
});

test('a fact is linked once', () => {
  const parts = linkFacts('aiocpa did it, and aiocpa did it again', facts);
  expect(parts.filter(({ href }) => href !== undefined)).toHaveLength(1);
});

test('a part of a word is no fact', () => {
  expect(linkFacts('not-aiocpa and aiocpa2 are others', facts)).toEqual([
    { text: 'not-aiocpa and aiocpa2 are others', href: undefined },
  ]);
});

test('a sentence without facts stays one piece, and no text is ever lost', () => {
  for (const sentence of ['', 'nothing', '((aiocpa)) [api.telegram.org] \u202e$&']) {
    expect(
      linkFacts(sentence, facts)
        .map(({ text }) => text)
        .join(''),
    ).toBe(sentence);
  }
});
