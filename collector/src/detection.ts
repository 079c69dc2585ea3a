import { existsSync, type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import type { RuleSummary, StoredActivity } from './api/types.ts';
import { createDetector, type Detector, type Finding } from './detect/detector.ts';
import { loadRules } from './detect/load.ts';
import type { LoadedRule } from './detect/rule.ts';
import { CollectorError } from './errors.ts';
import type { Events } from './events.ts';
import type { Store } from './store/store.ts';

/** However long a rule's timespan is, no more than this is taken in again at a start. */
const maxReplayMs = 86_400_000;
/** An editor writes a file in several steps; wait until it is done. */
const settleMs = 300;

export interface DetectionOptions {
  /** The folder with detections/. */
  readonly rulesDir: string;
  readonly store: Pick<Store, 'batches' | 'profiles'>;
  readonly events: Events;
  readonly clock?: () => number;
  /** Runs a job while no batch is decided. */
  readonly exclusively: (job: () => Promise<void>) => void;
}

/**
 * The detection as the collector runs it: rules from a folder, loaded again when they change, and a state that can be
 * rebuilt from the store at any time. A fault in it costs findings, never a batch.
 */
export class Detection {
  readonly #options: DetectionOptions;
  readonly #dir: string;
  #rules: readonly LoadedRule[] = [];
  #detector: Detector | null = null;
  #watcher: FSWatcher | null = null;
  #settling: NodeJS.Timeout | null = null;

  constructor(options: DetectionOptions) {
    this.#options = options;
    this.#dir = join(options.rulesDir, 'detections');
  }

  /**
   * Loads the rules and takes in again what the store holds of the time that they look back on.
   * @throws CollectorError COLLECTOR_ERR_RULES where there is no such folder.
   */
  async start(): Promise<void> {
    if (!existsSync(this.#dir)) {
      throw new CollectorError('COLLECTOR_ERR_RULES', [this.#options.rulesDir, 'it has no folder detections']);
    }
    this.#load();
    await this.rebuild();
    this.#watch();
  }

  stop(): void {
    this.#watcher?.close();
    this.#watcher = null;
    if (this.#settling !== null) clearTimeout(this.#settling);
  }

  /** What the rules find in a batch. It never throws. */
  decide(activities: readonly StoredActivity[]): readonly Finding[] {
    const detector = this.#detector;
    if (detector === null) return [];
    try {
      return detector.process(activities);
    } catch (error) {
      const [machine = '', sequence = '0'] = activities[0]?.id.split(':') ?? [];
      this.#options.events.detectionFailed(machine, Number(sequence), error);
      return [];
    }
  }

  /** Makes the state true again from the store. Nothing may be decided meanwhile. */
  async rebuild(): Promise<void> {
    const { store, events, clock = Date.now } = this.#options;
    const started = performance.now();
    const detector = createDetector({ rules: this.#rules, profiles: store.profiles });
    const lookBackMs = Math.min(maxReplayMs, longestTimespan(this.#rules));
    let activities = 0;
    if (lookBackMs > 0) {
      for await (const batch of store.batches.since(clock() - lookBackMs)) {
        activities += batch.length;
        replay(detector, batch, events);
      }
    }
    this.#detector = detector;
    events.replayed(activities, Math.round(performance.now() - started));
  }

  /** The rules that are loaded now. */
  rules(): readonly Omit<RuleSummary, 'hits'>[] {
    return this.#rules.map(({ id, title, level, file, kind }) => ({
      ...{ id, title, level, file },
      correlation: kind === 'correlation',
    }));
  }

  #load(): void {
    const { events } = this.#options;
    const { rules, errors, warnings } = loadRules(this.#dir);
    for (const [level, problems] of [['error', errors] as const, ['warning', warnings] as const]) {
      for (const { file, line, message, mend } of problems)
        events.ruleFault(level, `${file}:${line}: ${message} ${mend}`);
    }
    this.#rules = rules;
    events.rulesLoaded(rules.length, this.#dir);
  }

  #watch(): void {
    try {
      this.#watcher = watch(this.#dir, { recursive: true }, () => this.#onChange());
      this.#watcher.on('error', () => this.stop());
    } catch {
      // No watch to be had (the system ran out of them): the rules stay as they are until the next start.
    }
  }

  #onChange(): void {
    if (this.#settling !== null) clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#options.exclusively(async () => {
        this.#load();
        await this.rebuild();
      });
    }, settleMs);
  }
}

function replay(detector: Detector, batch: readonly StoredActivity[], events: Events): void {
  try {
    detector.replay(batch);
  } catch (error) {
    events.detectionFailed(batch[0]?.machine.id ?? '', 0, error);
  }
}

function longestTimespan(rules: readonly LoadedRule[]): number {
  return rules.reduce(
    (longest, rule) => (rule.kind === 'correlation' ? Math.max(longest, rule.section.timespanMs) : longest),
    0,
  );
}
