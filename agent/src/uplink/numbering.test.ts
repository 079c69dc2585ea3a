import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createNumbering, type Numbering } from './numbering.ts';

let path: string;
let moved: number[];
const open = (): Numbering => createNumbering({ path, onMoved: (offset) => moved.push(offset) });
beforeEach(() => {
  const dir = mkdtempSync(join(tmpdir(), 'culprit-numbering-'));
  path = join(dir, 'numbering.json');
  moved = [];
  return () => rmSync(dir, { recursive: true, force: true });
});

test('a new machine and a new spool count alike', () => {
  const numbering = open();
  expect(numbering.welcome('m-1', 0, { acknowledged: 0, next: 4 })).toBe(0);
  expect([numbering.offset, moved]).toEqual([0, []]);
});

test('the collector may hold more than was acknowledged: that is not sent again', () => {
  open().welcome('m-1', 0, { acknowledged: 0, next: 1 });
  expect(open().welcome('m-1', 7, { acknowledged: 5, next: 10 })).toBe(7);
  expect(moved).toEqual([]);
});

describe('when one side has lost its memory, what the spool has is new to the other', () => {
  test('the spool was thrown away', () => {
    open().welcome('m-1', 0, { acknowledged: 0, next: 1 });
    const numbering = open();
    expect(numbering.welcome('m-1', 57, { acknowledged: 0, next: 3 })).toBe(0);
    expect(numbering.offset).toBe(57);
  });

  test('the machine was enrolled anew', () => {
    open().welcome('m-1', 0, { acknowledged: 0, next: 1 });
    const numbering = open();
    expect(numbering.welcome('m-2', 0, { acknowledged: 57, next: 60 })).toBe(57);
    expect(numbering.offset).toBe(-57);
  });

  test('the collector was restored from a backup', () => {
    open().welcome('m-1', 0, { acknowledged: 0, next: 1 });
    const numbering = open();
    expect(numbering.welcome('m-1', 40, { acknowledged: 57, next: 60 })).toBe(57);
    expect(numbering.offset).toBe(-17);
  });
});

test('what was agreed on outlives the agent', () => {
  open().welcome('m-1', 57, { acknowledged: 0, next: 3 });
  const again = open();
  expect(again.offset).toBe(57);
  expect(again.welcome('m-1', 59, { acknowledged: 1, next: 5 })).toBe(2);
  expect(moved).toEqual([57]);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ machine: 'm-1', offset: 57 });
});

test.each(['', 'null', '[]', '{"machine":1,"offset":2}', '{"machine":"m-1","offset":"x"}'])(
  'a file that holds %j is as none',
  (text) => {
    writeFileSync(path, text);
    expect(open().offset).toBe(0);
    onTestFinished(() => rmSync(path, { force: true }));
  },
);
