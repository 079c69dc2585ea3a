import pino from 'pino';
import { expect, test } from 'vitest';
import { createEvents } from './events.ts';
import { Retention } from './retention.ts';
import { incoming, sampleActivity, startMs } from './testing/sample.ts';
import { scratchStore } from './testing/scratch.ts';

const events = createEvents(pino({ level: 'silent' }));

test('what is too old is given up in steps, with room for commits between them', async () => {
  const store = await scratchStore();
  const batches = Array.from({ length: 120 }, (_, i) =>
    incoming(i + 1, [sampleActivity()], { receivedMs: startMs + i }),
  );
  await store.batches.commit(batches, () => []);
  const jobs: (() => Promise<void>)[] = [];
  const retention = new Retention({
    ...{ store, events, exclusively: (job) => jobs.push(job) },
    clock: () => startMs + 1110,
    keepActivitiesMs: 1000,
  });
  await retention.step();
  const left = async (): Promise<number> => {
    let count = 0;
    for await (const _ of store.batches.since(0)) count += 1;
    return count;
  };
  expect(await left()).toBe(70);
  for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await job();
  expect(await left()).toBe(10);
});

test('stop is legal before start, and twice', () => {
  const retention = new Retention({ store: {} as never, events, exclusively: () => undefined });
  retention.stop();
  retention.start();
  retention.stop();
  retention.stop();
});
