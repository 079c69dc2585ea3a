/** Verifies in a worker thread, one job after another. */
import { Worker } from 'node:worker_threads';
import type { VerifyJob, VerifyProgress, VerifyReport } from './report.ts';
import type { FromWorker, ToWorker } from './verify-worker.ts';

/** A worker takes some 20 MB: it is kept no longer than this without work, ms. */
const idleMs = 5_000;
const maxHeapMb = 256;

interface Waiting {
  readonly job: VerifyJob;
  readonly onProgress: ((progress: VerifyProgress) => void) | undefined;
  readonly resolve: (report: VerifyReport) => void;
  readonly reject: (error: Error) => void;
}

/** Life cycle: verify() at any time before stop(). */
export class Verifier {
  readonly #waiting: Waiting[] = [];
  #current: Waiting | null = null;
  #worker: Worker | null = null;
  #idleTimer: NodeJS.Timeout | undefined;
  #isStopped = false;

  /** Rejects where the worker fails, or stop() comes first. */
  verify(job: VerifyJob, onProgress?: (progress: VerifyProgress) => void): Promise<VerifyReport> {
    return new Promise((resolve, reject) => {
      if (this.#isStopped) return reject(new Error('the verifier is stopped'));
      this.#waiting.push({ job, onProgress, resolve, reject });
      this.#next();
    });
  }

  /** Gives up what is being done and what waits. Legal twice. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#idleTimer);
    const worker = this.#worker;
    this.#worker = null;
    for (const { reject } of [this.#current, ...this.#waiting.splice(0)].filter((each) => each !== null)) {
      reject(new Error('the verifier is stopped'));
    }
    this.#current = null;
    await worker?.terminate();
  }

  #next(): void {
    if (this.#current !== null) return;
    clearTimeout(this.#idleTimer);
    this.#current = this.#waiting.shift() ?? null;
    if (this.#current !== null) this.#ask({ job: this.#current.job });
    else this.#idleTimer = setTimeout(() => this.#close(), idleMs).unref();
  }

  #ask(message: ToWorker): void {
    this.#worker ??= this.#open();
    // With work to do it keeps the process alive, without it doesn't.
    this.#worker.ref();
    this.#worker.postMessage(message);
  }

  #open(): Worker {
    // Not what this process was started with: a debugger's or a test's options are no worker's.
    const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    });
    worker.on('message', (message: FromWorker) => {
      if (worker !== this.#worker || this.#current === null) return;
      if ('progress' in message) this.#current.onProgress?.(message.progress);
      else if ('report' in message) this.#end(({ resolve }) => resolve(message.report));
      else this.#end(({ reject }) => reject(new Error(message.fault)));
    });
    worker.on('error', (error) => this.#failed(worker, error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => this.#failed(worker, new Error('the worker ended')));
    return worker;
  }

  #failed(worker: Worker, error: Error): void {
    if (worker !== this.#worker) return;
    this.#worker = null;
    this.#end(({ reject }) => reject(error));
  }

  #end(tell: (waiting: Waiting) => void): void {
    const current = this.#current;
    this.#current = null;
    this.#worker?.unref();
    if (current !== null) tell(current);
    this.#next();
  }

  #close(): void {
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
  }
}
