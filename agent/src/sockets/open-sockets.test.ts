import { expect, test } from 'vitest';
import { createProcessTable, type ProcessTable } from '../processes/process-table.ts';
import { OpenSockets } from './open-sockets.ts';

function house(count: number) {
  const links = new Map(Array.from({ length: count }, (_, number) => [number, `socket:[${1_000 + number}]`]));
  let asked = 0;
  const table: ProcessTable = {
    ...createProcessTable('darwin'),
    descriptors: () => [...links.keys()],
    descriptor(_, number) {
      asked += 1;
      return links.get(number) ?? null;
    },
  };
  const taken = (): number => {
    const before = asked;
    asked = 0;
    return before;
  };
  return { links, taken, sockets: new OpenSockets(table, 1) };
}

test('sockets are told from what else is open, and a number that was opened anew is another', () => {
  const { links, sockets } = house(2);
  links.set(2, '/dev/null').set(3, 'pipe:[7]');
  expect(sockets.look()).toEqual(new Set([1_000, 1_001]));
  links.set(1, 'socket:[5000]').delete(0);
  expect(sockets.look()).toEqual(new Set([5_000]));
});

test('of thousands of descriptors a bounded number is asked about at a time, and all of them in the end', () => {
  const { sockets, taken } = house(5_000);
  const sizes: number[] = [];
  for (let look = 0; look < 25; look += 1) {
    const inodes = sockets.look();
    sizes.push(typeof inodes === 'string' ? 0 : inodes.size);
    expect(taken()).toBeLessThanOrEqual(256);
  }
  expect(sizes[0]).toBe(256);
  expect(sizes.at(-1)).toBe(5_000);
});

test('known ones are asked again in turns', () => {
  const { links, sockets } = house(600);
  for (let look = 0; look < 4; look += 1) sockets.look();
  links.set(599, 'socket:[9]').set(0, 'socket:[8]');
  const seen = new Set<number>();
  for (let look = 0; look < 4; look += 1) for (const inode of sockets.look()) seen.add(Number(inode));
  expect(seen.has(8) && seen.has(9)).toBe(true);
});

test('what a process was given is its standard input and output', () => {
  const { links, sockets } = house(2);
  links.set(7, 'socket:[1000]');
  sockets.look();
  expect(sockets.isGiven(1_000)).toBe(false);
  expect(sockets.isGiven(1_001)).toBe(true);
});
