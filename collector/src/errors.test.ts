import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CollectorError, collectorErrors, reasonOf } from './errors.ts';

const page = readFileSync(new URL('../../docs/errors-collector.md', import.meta.url), 'utf8');
const documented = [...page.matchAll(/^## `(COLLECTOR_ERR_[A-Z_]+)`$/gm)].map((match) => match[1]);

test('every code has a section in docs/errors-collector.md, and every section a code', () => {
  expect(documented.toSorted()).toEqual(Object.keys(collectorErrors).toSorted());
});

test('a message is one sentence that ends with a full stop', () => {
  for (const code of Object.keys(collectorErrors) as (keyof typeof collectorErrors)[]) {
    const { message } = new CollectorError(code, ['one', 'two', 'three']);
    // These two pass on the collector's own sentence.
    if (code !== 'COLLECTOR_ERR_REQUEST' && code !== 'COLLECTOR_ERR_INPUT') expect(message, code).toMatch(/^[^\n]+\.$/);
  }
});

test('the cause of a fault is kept, and a system error is told in words', () => {
  const cause = Object.assign(new Error('EACCES: permission denied, mkdir'), { code: 'EACCES' });
  const error = new CollectorError('COLLECTOR_ERR_HOME', ['/x', reasonOf(cause)], { cause });
  expect(error.cause).toBe(cause);
  expect(error.message).toContain('/x');
  expect(error.message).toContain('permission denied');
  expect(error.message).toContain('CULPRIT_HOME');
});
