import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createSqliteStore } from '../store/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { machine, startMs } from './sample.ts';

/** A folder that is gone when the test is. */
export function scratchDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'culprit-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A real store in a folder of its own, which knows the sample machine; closed when the test ends. */
export async function scratchStore(path = join(scratchDir(), 'culprit.db')): Promise<Store> {
  const store = createSqliteStore({ path });
  onTestFinished(() => store.close());
  await enrolSample(store);
  return store;
}

/** Makes the sample machine known to a store. */
export async function enrolSample(store: Store, of = machine): Promise<void> {
  const credentialHash = Buffer.from(of.id.padEnd(32, '.'));
  await store.machines.add({ ...of, platform: 'linux', credentialHash, enrolledMs: startMs - 86_400_000 });
}
