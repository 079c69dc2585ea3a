/**
 * Verifies the environments that the agent watches: a package when it has changed, what was touched now and then, and
 * every file once a day; one thing at a time, at idle priority.
 */
import { statSync } from 'node:fs';
import type { PackageRef, Review } from '@culprit/proto';
import type { Logger } from 'pino';
import type { Distribution } from '../environments/distribution.ts';
import { byName } from '../environments/inventory.ts';
import {
  type IntegrityState,
  loadIntegrityState,
  removeIntegrityState,
  saveIntegrityState,
} from './integrity-state.ts';
import type { Finding, VerifyJob, VerifyReport } from './report.ts';
import type { Verifier } from './verifier.ts';

/** When what is done, ms. */
export interface IntegrityTimes {
  /** After the start, before anything that isn't asked for. */
  readonly firstMs: number;
  /** Between two verifications of every file of an environment. */
  readonly fullMs: number;
  /** Between two of those files alone that were touched. */
  readonly lookMs: number;
  /** Whether anything is due is asked this often. */
  readonly tickMs: number;
  /** An installer changes many packages: they are verified together when it has been quiet for this long. */
  readonly quietMs: number;
}
const defaultTimes: IntegrityTimes = {
  firstMs: 5 * 60_000,
  fullMs: 24 * 3_600_000,
  lookMs: 3_600_000,
  tickMs: 30_000,
  quietMs: 1_000,
};

/** Files of one package that are told one by one; of more, how many. */
const maxTold = 16;

/** An environment as it is now. */
export interface VerifiedEnvironment {
  readonly path: string;
  readonly prefix: string;
  readonly python: string;
  readonly sitePackages: readonly string[];
  readonly distributions: readonly Distribution[];
}

export interface IntegrityChange {
  readonly type: 'integrity';
  /** Its path. */
  readonly environment: string;
  /** "restored" is a file that wasn't as its RECORD says, and is again. */
  readonly kind: Finding['kind'] | 'restored';
  readonly package: PackageRef;
  /** Absolute. */
  readonly file: string;
  readonly detail: string;
  /** What the file does that it didn't when it was installed; null where nobody looked. */
  readonly review: Review | null;
  /** Unix time, ms. */
  readonly atMs: number;
}

export interface IntegrityWatchOptions {
  /** HOME/agent/integrity */
  readonly dir: string;
  readonly verifier: Pick<Verifier, 'verify'>;
  /** Those that are watched now. */
  readonly environments: () => readonly VerifiedEnvironment[];
  /** What a changed file does that it didn't before. */
  readonly review?: (finding: Finding, environment: VerifiedEnvironment) => Promise<Review | null>;
  readonly onChange: (change: IntegrityChange) => void;
  readonly log: Logger;
  /** Unix time, ms. */
  readonly clock?: () => number;
  readonly times?: Partial<IntegrityTimes>;
}

export interface IntegrityStatus {
  /** Files that are not what their RECORD says, in all environments. */
  readonly findings: number;
  /** The environment that is being verified, or null. */
  readonly verifying: string | null;
  /** The oldest time at which all files of an environment were verified; null where one never was. Unix time, ms. */
  readonly verifiedMs: number | null;
}

/** Life cycle: start, stop; stop is legal before start, and twice. The verifier is its caller's to stop, first. */
export class IntegrityWatch {
  readonly #options: IntegrityWatchOptions;
  readonly #times: IntegrityTimes;
  readonly #clock: () => number;
  readonly #states = new Map<string, IntegrityState>();
  readonly #changed = new Map<string, Set<string>>();
  #startedMs = Number.POSITIVE_INFINITY;
  #tickTimer: NodeJS.Timeout | undefined;
  #quietTimer: NodeJS.Timeout | undefined;
  #working: Promise<void> | null = null;
  #verifying: string | null = null;

  constructor(options: IntegrityWatchOptions) {
    this.#options = options;
    this.#times = { ...defaultTimes, ...options.times };
    this.#clock = options.clock ?? Date.now;
  }

  start(): void {
    this.#startedMs = this.#clock();
    this.#tickTimer = setInterval(() => this.#work(), this.#times.tickMs).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#tickTimer);
    clearTimeout(this.#quietTimer);
    this.#startedMs = Number.POSITIVE_INFINITY;
    this.#changed.clear();
    await this.#working;
  }

  /** A package was installed, upgraded or removed: what it has now is verified soon. */
  packageChanged(environment: string, name: string): void {
    const names = this.#changed.get(environment) ?? new Set();
    this.#changed.set(environment, names.add(name));
    clearTimeout(this.#quietTimer);
    this.#quietTimer = setTimeout(() => this.#work(), this.#times.quietMs).unref();
  }

  status(): IntegrityStatus {
    const states = this.#options.environments().map(({ path }) => this.#state(path));
    const oldest = Math.min(...states.map(({ fullMs }) => fullMs));
    return {
      findings: states.reduce((total, { findings }) => total + findings.length, 0),
      verifying: this.#verifying,
      verifiedMs: Number.isFinite(oldest) && oldest > 0 ? oldest : null,
    };
  }

  #work(): void {
    this.#working ??= this.#workAll().finally(() => {
      this.#working = null;
    });
  }

  async #workAll(): Promise<void> {
    for (let next = this.#next(); next !== null; next = this.#next()) {
      if (await this.#verify(next.environment, next.names, next.sinceMs)) continue;
      // Asked for again with the next tick.
      const { path } = next.environment;
      if (next.names !== null) this.#changed.set(path, new Set([...next.names, ...(this.#changed.get(path) ?? [])]));
      return;
    }
  }

  /** What is to be done now: what changed, then what is due. */
  #next() {
    if (this.#startedMs === Number.POSITIVE_INFINITY) return null;
    const environments = this.#options.environments();
    this.#forget(environments);
    for (const environment of environments) {
      const names = this.#changed.get(environment.path);
      if (names === undefined) continue;
      this.#changed.delete(environment.path);
      return { environment, names: [...names], sinceMs: null };
    }
    const now = this.#clock();
    if (now - this.#startedMs < this.#times.firstMs) return null;
    for (const environment of environments) {
      const { fullMs, lookMs } = this.#state(environment.path);
      if (now - fullMs >= this.#times.fullMs) return { environment, names: null, sinceMs: null };
      // A little before the last time: what happened while that was done.
      if (now - lookMs >= this.#times.lookMs) return { environment, names: null, sinceMs: lookMs - 1_000 };
    }
    return null;
  }

  /** Of an environment that isn't watched any more, nothing is kept. */
  #forget(environments: readonly VerifiedEnvironment[]): void {
    const paths = new Set(environments.map(({ path }) => path));
    for (const path of this.#states.keys()) {
      if (paths.has(path)) continue;
      this.#states.delete(path);
      removeIntegrityState(this.#options.dir, path);
    }
    for (const path of this.#changed.keys()) if (!paths.has(path)) this.#changed.delete(path);
  }

  /** Whether it was done. */
  async #verify(
    environment: VerifiedEnvironment,
    names: readonly string[] | null,
    sinceMs: number | null,
  ): Promise<boolean> {
    const { verifier, log } = this.#options;
    const { path, prefix, python, sitePackages } = environment;
    const startMs = this.#clock();
    this.#verifying = path;
    try {
      const job: VerifyJob = { sitePackages, prefix, python, names, sinceMs };
      const report = await verifier.verify(job);
      await this.#take(environment, report, job, startMs);
      return true;
    } catch (error) {
      if (this.#startedMs !== Number.POSITIVE_INFINITY) {
        log.warn({ environment: path, err: error }, 'environment could not be verified');
      }
      return false;
    } finally {
      this.#verifying = null;
    }
  }

  async #take(environment: VerifiedEnvironment, report: VerifyReport, job: VerifyJob, startMs: number): Promise<void> {
    const state = this.#state(environment.path);
    const isAsked = ({ package: of, kind }: Finding): boolean =>
      (job.names === null || job.names.includes(of.name)) && (job.sinceMs === null || kind !== 'changed');
    const found = new Set(report.findings.map(keyOf));
    const known = new Set(state.findings.map(keyOf));
    const fresh = report.findings.filter((finding) => !known.has(keyOf(finding)));
    const gone = state.findings.filter((finding) => isAsked(finding) && !found.has(keyOf(finding)) && !report.isCut);
    const left = state.findings.filter((finding) => !gone.includes(finding) && !found.has(keyOf(finding)));
    for (const of of Map.groupBy(fresh, ({ package: each }) => each.name).values()) await this.#tell(environment, of);
    for (const finding of gone) if (this.#isStillThere(environment, finding)) this.#tellRestored(environment, finding);
    state.findings = [...left, ...report.findings];
    if (job.names === null) {
      state.lookMs = startMs;
      if (job.sinceMs === null) state.fullMs = startMs;
    }
    // After telling: a crash in between tells it twice, the other way round not at all.
    this.#save(environment.path, state);
  }

  async #tell(environment: VerifiedEnvironment, findings: readonly Finding[]): Promise<void> {
    for (const [index, finding] of findings.slice(0, maxTold).entries()) {
      const { kind, package: of, path: file } = finding;
      const isLast = index === maxTold - 1 && findings.length > maxTold;
      const detail = isLast ? `${finding.detail}; and ${findings.length - maxTold} more files` : finding.detail;
      const isReviewed = kind !== 'missing' && file.endsWith('.py');
      const review = isReviewed ? ((await this.#options.review?.(finding, environment)) ?? null) : null;
      const atMs = this.#timeOf(file, kind);
      this.#say({ type: 'integrity', environment: environment.path, kind, package: of, file, detail, review, atMs });
    }
  }

  #tellRestored({ path }: VerifiedEnvironment, { kind, package: of, path: file }: Finding): void {
    const detail = kind === 'extra' ? 'the extra file is gone' : `it was ${kind}`;
    const atMs = this.#clock();
    this.#say({
      type: 'integrity',
      environment: path,
      kind: 'restored',
      package: of,
      file,
      detail,
      review: null,
      atMs,
    });
  }

  #say(change: IntegrityChange): void {
    try {
      this.#options.onChange(change);
    } catch (error) {
      this.#options.log.error({ environment: change.environment, err: error }, 'finding could not be reported');
    }
  }

  /** Another version has other files: what was wrong with the last one's went with it. */
  #isStillThere({ distributions }: VerifiedEnvironment, { package: of }: Finding): boolean {
    return byName(distributions).get(of.name)?.version === of.version;
  }

  /** When it was touched last, which nobody can set at will. */
  #timeOf(file: string, kind: Finding['kind']): number {
    const now = this.#clock();
    if (kind === 'missing') return now;
    try {
      return Math.round(Math.min(now, statSync(file).ctimeMs));
    } catch {
      return now;
    }
  }

  #state(path: string): IntegrityState {
    const known = this.#states.get(path) ?? loadIntegrityState(this.#options.dir, path);
    this.#states.set(path, known);
    return known;
  }

  #save(path: string, state: IntegrityState): void {
    try {
      saveIntegrityState(this.#options.dir, path, state);
    } catch (error) {
      this.#options.log.error({ environment: path, err: error }, 'what was verified could not be saved');
    }
  }
}

function keyOf({ kind, package: of, path }: Finding): string {
  return `${kind} ${of.name} ${of.version} ${path}`;
}
