/** The worker that verifies: a thread of its own, so that hashing holds nothing up, and at the lowest priority. */
import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { reasonOf } from '../errors.ts';
import type { VerifyJob, VerifyProgress, VerifyReport } from './report.ts';
import { verify } from './verify.ts';

const progressEveryMs = 100;

/** What crosses between the agent and this worker. */
export type ToWorker = { readonly job: VerifyJob };
export type FromWorker =
  | { readonly progress: VerifyProgress }
  | { readonly report: VerifyReport }
  | { readonly fault: string };

/** Linux gives each thread a priority of its own; elsewhere this would slow the whole agent, and is left. */
function beNice(): void {
  if (process.platform !== 'linux') return;
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(thread, constants.priority.PRIORITY_LOW);
  } catch {
    // A container without /proc: then it is as urgent as anything else.
  }
}

beNice();
const port = parentPort;
port?.on('message', ({ job }: ToWorker) => {
  const say = (message: FromWorker): void => port.postMessage(message);
  let saidMs = performance.now();
  const onProgress = (progress: VerifyProgress): void => {
    if (performance.now() - saidMs < progressEveryMs) return;
    saidMs = performance.now();
    say({ progress });
  };
  verify(job, { onProgress }).then(
    (report) => say({ report }),
    (error: unknown) => say({ fault: reasonOf(error) }),
  );
});
