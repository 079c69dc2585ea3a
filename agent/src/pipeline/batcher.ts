/**
 * Collects activities into batches for the spool: what could matter to a rule within 20 ms, the rest within a second,
 * so that a busy program costs few writes.
 */
import type { Activity } from '@culprit/proto';
import type { Spool } from '../spool/spool.ts';

const urgentMs = 20;
const ordinaryMs = 1_000;
/** A batch is closed at this many activities. */
const maxActivities = 500;
/** Batches that wait for the disk: at this many, processes are held back. */
const maxWriting = 16;

export interface BatcherOptions {
  readonly spool: Pick<Spool, 'append'>;
  /** More is coming in than the disk takes (true), or no longer (false). */
  readonly onPressure: (isHeld: boolean) => void;
}

/** Life cycle: add at any time; stop() writes what is left. */
export class Batcher {
  readonly #options: BatcherOptions;
  #activities: Activity[] = [];
  #lost = 0;
  #timer: NodeJS.Timeout | undefined;
  #dueMs = Number.POSITIVE_INFINITY;
  readonly #writing = new Set<Promise<void>>();

  constructor(options: BatcherOptions) {
    this.#options = options;
  }

  add(activity: Activity): void {
    this.#activities.push(activity);
    if (this.#activities.length >= maxActivities) this.#write();
    else this.#writeWithin(isUrgent(activity) ? urgentMs : ordinaryMs);
  }

  /** So many activities are missing before the next batch. */
  addLost(count: number): void {
    this.#lost += count;
    this.#writeWithin(ordinaryMs);
  }

  /** Writes what is left, and waits until it is on disk. */
  async stop(): Promise<void> {
    this.#write();
    await Promise.all(this.#writing);
  }

  #writeWithin(ms: number): void {
    const dueMs = Date.now() + ms;
    if (dueMs >= this.#dueMs) return;
    clearTimeout(this.#timer);
    this.#dueMs = dueMs;
    this.#timer = setTimeout(() => this.#write(), ms);
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#dueMs = Number.POSITIVE_INFINITY;
    if (this.#activities.length === 0 && this.#lost === 0) return;
    const batch = { activities: this.#activities, lost: this.#lost };
    this.#activities = [];
    this.#lost = 0;
    const writing: Promise<void> = this.#options.spool
      .append(batch)
      // The spool has counted and logged what it could not write.
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => {
        this.#writing.delete(writing);
        if (this.#writing.size === maxWriting - 1) this.#options.onPressure(false);
      });
    this.#writing.add(writing);
    if (this.#writing.size === maxWriting) this.#options.onPressure(true);
  }
}

/** Whether a rule may be about it. */
function isUrgent({ operation, targetClass }: Activity): boolean {
  return targetClass !== null || !operation.startsWith('file.');
}
