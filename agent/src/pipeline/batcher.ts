/**
 * Collects activities into batches for the spool: what could matter to a rule within 20 ms, the rest within a second,
 * so that a busy program costs few writes.
 */
import { type Activity, type ActivityBatch, encodeActivities, maxBatchBytes } from '@culprit/proto';
import type { Spool } from '../spool/spool.ts';

const urgentMs = 20;
const ordinaryMs = 1_000;
/** A batch is closed at this many activities. */
const maxActivities = 500;
/** A batch is closed at this many bytes before it is compressed: some room is left for what the uplink puts around it. */
const maxBytes = maxBatchBytes - 8 * 1024;
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
    const whole = { activities: this.#activities, lost: this.#lost };
    this.#activities = [];
    this.#lost = 0;
    for (const batch of inPieces(whole)) this.#append(batch);
  }

  #append(batch: ActivityBatch): void {
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

/**
 * Batches that the collector takes, of one that it may not: where the texts of its activities are long, a process's own
 * doing, it would be set aside whole, and with it what others did.
 */
function inPieces(batch: ActivityBatch): ActivityBatch[] {
  const { activities, lost } = batch;
  if (activities.length < 2 || encodeActivities(batch).length <= maxBytes) return [batch];
  const half = Math.ceil(activities.length / 2);
  return [
    ...inPieces({ activities: activities.slice(0, half), lost }),
    ...inPieces({ activities: activities.slice(half), lost: 0 }),
  ];
}

/** Whether a rule may be about it. */
export function isUrgent({ operation, targetClass }: Activity): boolean {
  return targetClass !== null || !operation.startsWith('file.');
}
