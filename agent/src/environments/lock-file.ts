import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { AgentError, systemCode } from '../errors.ts';

const patienceMs = 5_000;
const pauseMs = 20;
/** What is done under the lock takes milliseconds: a lock this old was left by a process that died. */
const staleMs = 10_000;

/**
 * Runs `work` while no other process that asks for the same lock file runs its own.
 * @throws AgentError AGENT_ERR_REGISTRY_LOCKED where another holds it for too long; and what `work` throws.
 */
export function withLock<T>(lockFile: string, work: () => T): T {
  takeLock(lockFile, performance.now() + patienceMs);
  try {
    return work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

function takeLock(lockFile: string, deadlineMs: number): void {
  for (;;) {
    try {
      closeSync(openSync(lockFile, 'wx', 0o600));
      return;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
    const heldSince = statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs;
    if (heldSince !== undefined && Date.now() - heldSince > staleMs) {
      rmSync(lockFile, { force: true });
    } else if (performance.now() > deadlineMs) {
      const message = `Another command has ${lockFile} for more than ${patienceMs / 1000} s; let it end, or remove that file.`;
      throw new AgentError('AGENT_ERR_REGISTRY_LOCKED', message);
    } else {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}
