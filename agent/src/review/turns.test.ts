import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

test('so many at once and no more, the urgent first, and a failure gives its turn on', async () => {
  const turns = createTurns(2);
  const order: string[] = [];
  let running = 0;
  let most = 0;
  const work = (name: string, isUrgent: boolean, fails = false) =>
    turns.take(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      order.push(name);
      if (fails) throw new Error(name);
    }, isUrgent);
  const all = [
    work('1', false),
    work('2', false, true),
    work('3', false),
    work('4', false),
    work('urgent', true),
    work('5', false),
  ];
  await Promise.allSettled(all);
  expect(most).toBe(2);
  expect(order).toHaveLength(6);
  expect(order.indexOf('urgent')).toBeLessThan(4);
  expect(order.at(-1)).toBe('5');
  await work('6', false);
  expect(order.at(-1)).toBe('6');
});
