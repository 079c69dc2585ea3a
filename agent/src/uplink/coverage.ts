/** What of this machine is covered, as the collector is told. */
import { uplink, type uplinkRoot } from '@culprit/proto';
import type { Classifier } from '../classify/classifier.ts';
import type { CoverageMap, CoveredProcess } from '../discovery/keeper.ts';
import { reasonOf } from '../errors.ts';

/** The collector takes frames of at most 1 MiB: what isn't covered comes first, and then what fits, bytes. */
const maxBytes = 900_000;
const overheadBytes = 32;
/** Groups of processes that are alike; a machine with more has one cause for many. */
const maxGroups = 500;
/** Processes come and go: the collector is told no more often than this, ms. */
const defaultEveryMs = 10_000;

type Message = uplinkRoot.uplink.Coverage.$Properties;

/** The Coverage message. */
export function coverageMessage(map: CoverageMap, classifier: Pick<Classifier, 'path'>): Message {
  let bytes = 0;
  const isBlind = ({ coverage }: { coverage: { state: string } }): boolean => coverage.state === 'blind';
  const ordered = [...map.environments].sort((a, b) => Number(isBlind(b)) - Number(isBlind(a)));
  const places = ordered.flatMap(({ path, kind, python, origins, coverage }) => {
    const blind = coverage.state === 'blind' ? coverage.blind : null;
    const place = {
      ...{ path: classifier.path(path), kind: kind ?? '', python, origin: origins[0] ?? '' },
      ...{ coveredBy: coverage.state === 'covered' ? coverage.by : '', reason: blind?.reason ?? '' },
      detail: classifier.path(blind?.detail ?? ''),
    };
    bytes += Object.values(place).reduce((total, text) => total + text.length, overheadBytes);
    return bytes > maxBytes ? [] : [place];
  });
  return {
    policy: map.policy.cover,
    places,
    processes: groupsOf(map.processes.filter(isBlind), classifier),
    coveredProcesses: map.processes.filter((each) => !isBlind(each)).length,
  };
}

type Group = uplinkRoot.uplink.BlindProcess.$Properties & { count: number };

function groupsOf(processes: readonly CoveredProcess[], classifier: Pick<Classifier, 'path'>): Group[] {
  const groups = new Map<string, Group>();
  for (const { process, coverage } of processes) {
    if (coverage.state !== 'blind') continue;
    const group = {
      executable: classifier.path(process.executable),
      environment: process.prefix === null ? '' : classifier.path(process.prefix),
      reason: coverage.blind.reason,
      detail: classifier.path(coverage.blind.detail),
    };
    const key = JSON.stringify(group);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { ...group, count: 1 });
    else known.count += 1;
  }
  return [...groups.values()].slice(0, maxGroups);
}

export interface CoverageTellerOptions {
  readonly map: () => Message;
  /** Sends it, if there is a connection. */
  readonly send: (coverage: Message) => void;
  readonly onFailed: (reason: string) => void;
  readonly everyMs?: number;
}

/** Tells the collector when it changed, now and then. Life cycle: stop() ends it, and is legal twice. */
export class CoverageTeller {
  readonly #options: CoverageTellerOptions;
  #timer: NodeJS.Timeout | undefined;
  #told = '';

  constructor(options: CoverageTellerOptions) {
    this.#options = options;
  }

  /** It may have changed: it is looked at, and told if so, before long. */
  changed(): void {
    this.#timer ??= setTimeout(() => this.#tell(false), this.#options.everyMs ?? defaultEveryMs).unref();
  }

  /** A new connection: whoever listens there knows nothing yet. */
  connected(): void {
    this.#tell(true);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #tell(isFirst: boolean): void {
    this.stop();
    try {
      const coverage = this.#options.map();
      const told = Buffer.from(uplink.Coverage.encode(coverage).finish()).toString('latin1');
      if (isFirst || told !== this.#told) this.#options.send(coverage);
      this.#told = told;
    } catch (error) {
      this.#options.onFailed(reasonOf(error));
    }
  }
}
