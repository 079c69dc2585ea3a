import type { Events } from '../events.ts';
import type { Bus } from '../notify/bus.ts';
import type { AlertChange, BatchOutcome, BatchStore, Decide, IncomingBatch } from '../store/store.ts';

/** One sync to disk for up to so many batches: more only makes the first of them wait. */
const maxGroup = 64;

export interface IngestOptions {
  readonly batches: BatchStore;
  readonly decide: Decide;
  /** The store took writes back which the detection has seen: make its state true again. */
  readonly onRollback: () => Promise<void>;
  readonly alerts: Bus<AlertChange>;
  readonly events: Events;
}

interface Waiting {
  readonly batch: IncomingBatch;
  readonly resolve: (outcome: BatchOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The one queue to the store: batches of all machines, in the order they came, several in a transaction when several
 * wait. Who submits a batch is answered after its commit, and only then are alerts told to anyone.
 */
export class Ingest {
  readonly #options: IngestOptions;
  #waiting: Waiting[] = [];
  #jobs: (() => Promise<void>)[] = [];
  #running: Promise<void> | null = null;
  #isStopped = false;

  constructor(options: IngestOptions) {
    this.#options = options;
  }

  /** What became of the batch. Rejects where nothing was committed; the agent then sends it again. */
  submit(batch: IncomingBatch): Promise<BatchOutcome> {
    if (this.#isStopped) return Promise.reject(new Error('the collector is stopping'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Runs a job between two commits. A fault of it is told, and nobody else's concern. */
  exclusively(job: () => Promise<void>): void {
    if (this.#isStopped) return;
    this.#jobs.push(job);
    this.#running ??= this.#run();
  }

  /** Commits what was submitted, then takes no more. Legal twice. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0 || this.#jobs.length > 0) {
      // A turn of the event loop: what other connections have sent meanwhile joins this group.
      await new Promise((resolve) => setImmediate(resolve));
      for (const job of this.#jobs.splice(0))
        await job().catch((error: unknown) => this.#options.events.jobFailed(error));
      if (this.#waiting.length > 0) await this.#commit(this.#waiting.splice(0, maxGroup));
    }
    this.#running = null;
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    const { batches, decide, onRollback, alerts, events } = this.#options;
    const started = performance.now();
    try {
      const items = group.map(({ batch }) => batch);
      const report = await batches.commit(items, decide);
      report.outcomes.forEach((outcome, index) => {
        group[index]?.resolve(outcome);
      });
      this.#tell(items, report.outcomes, performance.now() - started);
      for (const change of report.alerts) {
        const { alert, isNew } = change;
        events.alertRaised(alert.id, alert.rule.id, alert.severity, isNew);
        alerts.publish(change);
      }
    } catch (error) {
      events.commitFailed(error);
      for (const { reject } of group) reject(error);
      await onRollback().catch((fault: unknown) => events.commitFailed(fault));
    }
  }

  #tell(items: readonly IncomingBatch[], outcomes: readonly BatchOutcome[], ms: number): void {
    const { events } = this.#options;
    let committed = 0;
    let activities = 0;
    outcomes.forEach((outcome, index) => {
      const item = items[index];
      if (item === undefined) return;
      const machine = item.machine.id;
      if (outcome.status === 'committed') {
        committed += 1;
        activities += outcome.activities;
        if (outcome.lost > 0) events.activitiesLost(machine, outcome.lost);
      } else if (outcome.status === 'known') events.batchRepeated(machine, item.sequence);
      else if (outcome.status === 'gap') events.batchRefused(machine, item.sequence, outcome.sequence);
      else events.batchQuarantined(machine, item.sequence, outcome.reason);
    });
    if (committed > 0) events.batchesCommitted(committed, activities, Math.round(ms));
  }
}
