/** From what processes say to batches in the spool: resolve, classify, count, collect. */
import type { Activity, ProcessRef, Review, TamperKind } from '@culprit/proto';
import type { Classifier } from '../classify/classifier.ts';
import type { Environments } from '../environments/environments.ts';
import type { EnvironmentChange } from '../environments/watch.ts';
import type { Events } from '../events.ts';
import type { IntegrityChange } from '../integrity/integrity-watch.ts';
import type { HookSink } from '../listener/connection.ts';
import type { HookActivity, HookProcess } from '../listener/report.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Finding } from '../sockets/finding.ts';
import type { Spool } from '../spool/spool.ts';
import { isBlindCommand } from '../tamper/blind-command.ts';
import type { TamperFinding } from '../tamper/finding.ts';
import type { OwnFiles } from '../tamper/own-files.ts';
import { activityOf, changeActivities, processRef, tamperActivity } from './activity-of.ts';
import { Batcher } from './batcher.ts';
import { createDescents, type Descent, type Lineage } from './descent.ts';
import { findingActivities } from './finding-activity.ts';
import { createRepeats } from './repeats.ts';

/** Activities of one process that its repeats may still name. The hook remembers as many. */
const maxRemembered = 8_192;
/** Activities that are remembered in all: beyond this, the process that says more forgets its own oldest. */
const maxRememberedInAll = 100_000;
/** Processes whose connection ended and may come back: the hook connects anew after a fault. */
const maxEnded = 64;

export interface PipelineOptions {
  readonly environments: Pick<Environments, 'ensure'>;
  readonly resolver: Pick<Resolver, 'resolve'>;
  readonly classifier: Classifier;
  readonly spool: Pick<Spool, 'append'>;
  readonly events: Events;
  /** Which files are the hook's and the agent's own. */
  readonly ownFiles?: OwnFiles;
  readonly onPressure: (isHeld: boolean) => void;
}

export interface Pipeline {
  readonly sink: HookSink;
  /** @param review of a package's change, what is new in its files */
  change(change: EnvironmentChange | IntegrityChange, review?: Review | null): void;
  /** Takes a connection that no hook told. */
  found(finding: Finding): void;
  /** What the agent found of an attempt on the hook or on it; `process` is the one that it is about. */
  tampered(finding: TamperFinding, process?: HookProcess): void;
  /** Python processes that are connected now. */
  processes(): number;
  /** Writes what is left, and waits until it is on disk. */
  stop(): Promise<void>;
}

/** What is known of a process while it speaks. */
interface Known {
  ref: ProcessRef;
  connections: number;
  /** Its activities by their number; null is one that was not sent on purpose. */
  readonly told: Map<number, Activity | null>;
  /** Where it comes from, and who started it: that is looked for when it first does something. */
  readonly lineage: Lineage;
  descent?: Descent;
}

export function createPipeline(options: PipelineOptions): Pipeline {
  const { environments, classifier, events } = options;
  const batcher = new Batcher({ spool: options.spool, onPressure: options.onPressure });
  const repeated = createRepeats((activity) => batcher.add(activity));
  const processes = new Map<string, Known>();
  const descents = createDescents();
  let ended: string[] = [];

  let remembered = 0;
  const remember = ({ told }: Known, id: number, activity: Activity | null): void => {
    told.set(id, activity === null ? null : forRepeats(activity));
    remembered += 1;
    if (told.size <= maxRemembered && remembered <= maxRememberedInAll) return;
    told.delete(told.keys().next().value ?? 0);
    remembered -= 1;
  };
  const forget = (key: string): void => {
    remembered -= processes.get(key)?.told.size ?? 0;
    processes.delete(key);
  };

  const greet = (process: HookProcess, isNew: boolean): void => {
    const { prefix, basePrefix, python } = process;
    const found = environments.ensure(prefix, { python });
    const sitePackages = found?.environment.sitePackages ?? [];
    classifier.learn({ prefix, basePrefix, sitePackages });
    const ref = processRef(process, found?.environment.path ?? prefix, classifier);
    const known = processes.get(process.key);
    if (known === undefined) {
      processes.set(process.key, { ref, connections: 1, told: new Map(), lineage: descents.lineage(process) });
    } else {
      known.ref = ref;
      if (!isNew) return;
      known.connections += 1;
      ended = ended.filter((key) => key !== process.key);
    }
  };

  const take = (process: HookProcess, known: Known, said: Parameters<HookSink['activities']>[1][number]): void => {
    // After a fault the hook tells its last frame again: what was taken once is not taken twice.
    if (known.told.has(said.id)) return;
    if (known.descent === undefined) known.descent = descents.find(process, known.lineage);
    const activity = descents.refine(activityOf(said, process, known.ref, options), process, known.descent);
    if (said.operation === 'process.spawn') descents.spawned(process, said, activity);
    watchForTamper(said, activity);
    const isSent = !isOwnFile(activity, said.target, process);
    if (isSent) batcher.add(activity);
    else events.activitiesDropped('own-files', 1);
    remember(known, said.id, isSent ? activity : null);
  };

  /** What a process did that is more than it says: the same, as an attempt on the hook or the agent. */
  const watchForTamper = (said: HookActivity, activity: Activity): void => {
    const tamper = (targetClass: TamperKind, target: string, other: string): void =>
      batcher.add({ ...activity, operation: 'hook.tamper', targetClass, target, other, access: null });
    if (said.operation === 'process.spawn' && isBlindCommand(said.other)) {
      tamper('blind-child', activity.target, activity.other ?? '');
    }
    const touched = options.ownFiles?.touched(said);
    if (!touched) return;
    const tell = (): void => tamper(touched.kind, classifier.path(touched.path), said.operation);
    if (touched.kind === 'hook-file' && said.operation !== 'file.open')
      options.ownFiles?.whenMissed(touched.path, tell);
    else tell();
  };

  const sink: HookSink = {
    greeted: greet,
    activities(process, activities) {
      const known = processes.get(process.key);
      for (const said of known === undefined ? [] : activities) {
        try {
          if (known !== undefined) take(process, known, said);
        } catch (error) {
          events.activityFailed(error);
        }
      }
    },
    repeats(process, repeats) {
      const told = processes.get(process.key)?.told;
      for (const { id, count, lastMs } of repeats) {
        const activity = told?.get(id);
        if (activity === undefined) {
          events.activitiesLost('repeat-unknown', count);
          batcher.addLost(count);
        } else if (activity !== null && count > 0) {
          // The collector adds counts up: the same again, as often as it came since it was last told.
          repeated.add({ key: `${process.key} ${id}`, activity, count, lastMs });
        } else events.activitiesDropped('own-files', count);
      }
    },
    lost(_process, full, unknown) {
      if (full > 0) events.activitiesLost('hook-full', full);
      if (unknown > 0) events.activitiesLost('operation-unknown', unknown);
      batcher.addLost(full + unknown);
    },
    ended(process) {
      const known = processes.get(process.key);
      if (known === undefined) return;
      known.connections -= 1;
      if (known.connections > 0) return;
      ended.push(process.key);
      while (ended.length > maxEnded) forget(ended.shift() ?? '');
    },
  };

  return {
    sink,
    change(change, review = null) {
      for (const activity of changeActivities(change, classifier, review)) batcher.add(activity);
    },
    tampered(finding, process) {
      const ref = process === undefined ? null : (processes.get(process.key)?.ref ?? null);
      batcher.add(tamperActivity(finding, ref, classifier));
    },
    found(finding) {
      const { process } = finding;
      const ref = processes.get(process.key)?.ref ?? processRef(process, process.prefix, classifier);
      const descent = finding.kind === 'child' ? descents.find(finding.child, finding.child) : null;
      for (const activity of findingActivities(finding, ref, descent, classifier)) batcher.add(activity);
    },
    processes: () => processes.size - ended.length,
    stop() {
      repeated.flush();
      return batcher.stop();
    },
  };
}

/**
 * What of an activity its repeats need: of its stack, which the collector has, the culprit's innermost frame and the first
 * of its frames that came from no file, for rules ask about those.
 */
function forRepeats(activity: Activity): Activity {
  const own = activity.frames.filter(({ culprit }) => culprit);
  const [innermost] = own;
  const dynamic = own.find((frame) => frame.dynamic && frame !== innermost);
  return { ...activity, frames: [innermost, dynamic].filter((frame) => frame !== undefined) };
}

/**
 * Whether it is an ordinary file of the interpreter or the environment itself: a program opens hundreds of those, and
 * pip thousands, and none says anything. What the catalogue knows (start-up files, CA bundles …) is told all the same.
 */
function isOwnFile({ operation, targetClass }: Activity, target: string, { prefix, basePrefix }: HookProcess): boolean {
  if (targetClass !== null || !operation.startsWith('file.')) return false;
  return [prefix, basePrefix].some((root) => root.length > 1 && target.startsWith(`${root}/`));
}
