import { expect, test } from 'vitest';
import { whoRow } from '../../test/fixtures.ts';
import { groupAnswers } from './answer-groups.ts';

test('answers are grouped by package, version and machine, with counts and times added up', () => {
  const groups = groupAnswers([
    whoRow({ package: 'aiocpa', version: '0.1.14', machine: 'a', count: 2, firstSeen: 50, lastSeen: 90 }),
    whoRow({ package: null, version: null, machine: 'a', count: 1, firstSeen: 70, lastSeen: 80 }),
    whoRow({ package: 'aiocpa', version: '0.1.13', machine: 'b', count: 3, firstSeen: 10, lastSeen: 60 }),
    whoRow({ package: 'aiocpa', version: '0.1.13', machine: 'a', count: 4, firstSeen: 20, lastSeen: 40 }),
    whoRow({ package: 'aiocpa', version: '0.1.13', machine: 'b', count: 1, firstSeen: 5, lastSeen: 30 }),
  ]);
  expect(groups.map(({ name, count, machines, firstMs, lastMs }) => [name, count, machines, firstMs, lastMs])).toEqual([
    ['aiocpa', 10, 2, 5, 90],
    [null, 1, 1, 70, 80],
  ]);
  expect(groups[0]?.versions.map(({ version, count }) => [version, count])).toEqual([
    ['0.1.14', 2],
    ['0.1.13', 8],
  ]);
  expect(groups[0]?.versions[1]?.rows.map(({ machine }) => machine)).toEqual(['b', 'b', 'a']);
});
