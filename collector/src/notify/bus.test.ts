import { expect, test } from 'vitest';
import { createBus } from './bus.ts';

test('every listener hears every message until it leaves', () => {
  const bus = createBus<number>();
  const heard: string[] = [];
  const leave = bus.subscribe((n) => heard.push(`a${n}`));
  bus.subscribe((n) => heard.push(`b${n}`));
  bus.publish(1);
  leave();
  leave();
  bus.publish(2);
  expect(heard).toEqual(['a1', 'b1', 'b2']);
});

test('a listener that throws is told of, and the others still hear', () => {
  const faults: unknown[] = [];
  const bus = createBus<number>((error) => faults.push(error));
  const heard: number[] = [];
  const fault = new Error('no');
  bus.subscribe(() => {
    throw fault;
  });
  bus.subscribe((n) => heard.push(n));
  bus.publish(1);
  expect(heard).toEqual([1]);
  expect(faults).toEqual([fault]);
});
