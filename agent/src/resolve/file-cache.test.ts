import { expect, it } from 'vitest';
import { FileCache } from './file-cache.ts';

it('keeps what is asked for and forgets what is not, within its bound', () => {
  const cache = new FileCache<number>(10);
  cache.set('kept', 0);
  for (let i = 0; i < 1000; i += 1) {
    cache.set(`file ${i}`, i);
    expect(cache.get('kept')).toBe(0);
  }
  expect(cache.get('file 999')).toBe(999);
  expect(cache.get('file 1')).toBeUndefined();
  cache.clear();
  expect(cache.get('kept')).toBeUndefined();
});
