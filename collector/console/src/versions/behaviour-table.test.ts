import { expect, test } from 'vitest';
import type { Behaviour, PackageVersion } from '../../../src/api/types.ts';
import { createBehaviourTable } from './behaviour-table.ts';

const behaviour = (operation: Behaviour['operation'], targetClass: string): Behaviour => {
  return { operation, targetClass, firstMs: 1, count: 1 };
};
const version = (name: string, ...behaviours: Behaviour[]): PackageVersion => {
  return { version: name, firstMs: 1, lastMs: 2, machines: 1, behaviours, reviews: [] };
};

const chat = behaviour('net.connect', 'chat');
const bot = behaviour('net.connect', 'bot-api');
const versions = [version('0.1.11', chat), version('0.1.12', chat), version('0.1.13', chat, bot)];

test('what is new stands first, with a cell only where a version did it', () => {
  const table = createBehaviourTable({ versions, version: '0.1.13', isNew: [bot], maxVersions: 12 });
  expect(table.rows.map((row) => [row.targetClass, row.isNew, row.cells.map((cell) => cell !== undefined)])).toEqual([
    ['bot-api', true, [false, false, true]],
    ['chat', false, [true, true, true]],
  ]);
});

test('many versions are cut to those around the one in question', () => {
  const many = Array.from({ length: 40 }, (_, i) => version(`1.${i}`, chat));
  const table = createBehaviourTable({ versions: many, version: '1.20', maxVersions: 12 });
  const names = table.versions.map((row) => row.version);
  expect(names).toHaveLength(12);
  expect(names).toContain('1.20');
  expect(names.at(-1)).toBe('1.23');
  expect(table.leftOut).toBe(28);
});

test('without one in question, the newest are shown', () => {
  const many = Array.from({ length: 40 }, (_, i) => version(`1.${i}`));
  expect(createBehaviourTable({ versions: many, maxVersions: 12 }).versions.at(-1)?.version).toBe('1.39');
});
