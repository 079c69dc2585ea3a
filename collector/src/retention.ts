import type { Events } from './events.ts';
import type { Store } from './store/store.ts';

const dayMs = 86_400_000;
/** So much is given up between two commits: a few ms of work, so that no agent waits for it. */
const batchStep = 50;
const sightingStep = 500;

export interface RetentionOptions {
  readonly store: Pick<Store, 'batches' | 'sightings'>;
  readonly events: Events;
  /** Runs a job while no batch is committed. */
  readonly exclusively: (job: () => Promise<void>) => void;
  readonly clock?: () => number;
  /** How long activities are kept, and with them what an alert's timeline is made of. */
  readonly keepActivitiesMs?: number;
  /** How long an answer of `who` is kept after it was last seen. What packages do, and alerts, are kept for good. */
  readonly keepSightingsMs?: number;
  readonly everyMs?: number;
}

/** Gives up what is too old, a little at a time. */
export class Retention {
  readonly #options: RetentionOptions;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  start(): void {
    const { exclusively, everyMs = 60_000 } = this.#options;
    this.#timer = setInterval(() => exclusively(() => this.step()), everyMs);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** One step; where there is more to give up, the next follows after the commits that wait. */
  async step(): Promise<void> {
    const { store, events, exclusively, clock = Date.now } = this.#options;
    const { keepActivitiesMs = 30 * dayMs, keepSightingsMs = 400 * dayMs } = this.#options;
    const batches = await store.batches.prune(clock() - keepActivitiesMs, batchStep);
    const sightings = await store.sightings.prune(clock() - keepSightingsMs, sightingStep);
    if (batches + sightings > 0) events.pruned(batches, sightings);
    if (batches === batchStep || sightings === sightingStep) exclusively(() => this.step());
  }
}
