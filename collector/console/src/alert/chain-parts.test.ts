import { expect, test } from 'vitest';
import { chainParts } from './chain-parts.ts';

const ref = (name: string) => ({ name, version: '1.0' });
const chain = ['httpcore', 'httpx', 'aiocpa', 'aiogram'].map(ref);

test('what is inside the culprit carried its call, what is outside called it', () => {
  expect(chainParts(chain, ref('aiocpa'))).toEqual({
    callers: [ref('aiogram')],
    culprit: ref('aiocpa'),
    conduits: [ref('httpx'), ref('httpcore')],
  });
});

test('where the application did it, the whole chain carried its call, outermost first', () => {
  const { callers, conduits } = chainParts(chain.slice(0, 2), null);
  expect(callers).toEqual([]);
  expect(conduits).toEqual([ref('httpx'), ref('httpcore')]);
});

test('a culprit that the chain does not name is kept', () => {
  expect(chainParts([ref('httpx')], ref('litellm')).culprit).toEqual(ref('litellm'));
});
