import { expect, test } from 'vitest';
import { aiocpa, incoming, sampleActivity, sampleFinding } from '../testing/sample.ts';
import { type ApiBench, apiBench } from '../testing/server.ts';

interface Listener {
  readonly text: () => string;
  readonly isDone: () => boolean;
  readonly stop: () => void;
}

async function listen({ ask }: ApiBench, headers: Record<string, string> = {}): Promise<Listener> {
  const abort = new AbortController();
  const response = await ask('/api/v1/events', { headers, signal: abort.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  let text = '';
  let isDone = false;
  const decoder = new TextDecoder();
  (async () => {
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk as Uint8Array, { stream: true });
  })()
    .catch(() => undefined)
    .finally(() => {
      isDone = true;
    });
  return { text: () => text, isDone: () => isDone, stop: () => abort.abort() };
}

async function raise({ store, changes }: ApiBench, sequence: number): Promise<void> {
  const batch = incoming(sequence, [sampleActivity({ package: aiocpa(String(sequence)) })]);
  const { alerts } = await store.batches.commit([batch], (activities) => [sampleFinding(activities)]);
  for (const change of alerts) changes.publish(change);
}

test('an alert is told as it comes, with its revision as the id', async () => {
  const bench = await apiBench();
  const listener = await listen(bench);
  await raise(bench, 1);
  await expect.poll(listener.text).toMatch(/id: 1\nevent: alert\ndata: \{"id":"1",.*\}\n\n$/);
  listener.stop();
});

test('who comes back with the last id gets what was missed, once, and nothing before', async () => {
  const bench = await apiBench();
  for (const sequence of [1, 2, 3]) await raise(bench, sequence);
  const listener = await listen(bench, { 'last-event-id': '1' });
  await raise(bench, 4);
  await expect
    .poll(() => [...listener.text().matchAll(/^id: (\d+)$/gm)].map((match) => match[1]))
    .toEqual(['2', '3', '4']);
  listener.stop();
});

test('who listens for the first time gets nothing old', async () => {
  const bench = await apiBench();
  await raise(bench, 1);
  const listener = await listen(bench);
  await raise(bench, 2);
  await expect.poll(() => [...listener.text().matchAll(/^id: (\d+)$/gm)].map((match) => match[1])).toEqual(['2']);
  listener.stop();
});

test('a heartbeat keeps it open, and ends it when the token is taken back', async () => {
  const bench = await apiBench({ heartbeatMs: 30 });
  const listener = await listen(bench);
  await expect.poll(listener.text).toContain(': alive');
  await bench.tokens.revoke('test');
  await expect.poll(listener.isDone).toBe(true);
});
