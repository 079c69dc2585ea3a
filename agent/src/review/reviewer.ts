/**
 * Reviews each change of a package: what does the new version do that the one before didn't? For that it looks at every
 * package in advance, when there is time, and keeps what it found.
 */
import { relative } from 'node:path';
import type { PackageRef, Review } from '@culprit/proto';
import type { Logger } from 'pino';
import type { PackageChange } from '../environments/changes.ts';
import type { Distribution } from '../environments/distribution.ts';
import { readFacts } from '../environments/package-facts.ts';
import { compareFacts } from './compare.ts';
import { createFactsStore, type FactsKey, type FactsStore } from './facts-store.ts';
import { createTurns } from './turns.ts';
import { readSources, readVersionFacts, type VersionFacts } from './version-facts.ts';

/** A change is told without a review after this, ms: that a package changed is not to be late. */
const defaultPatienceMs = 60_000;
/** Helpers at once: each takes a processor, and an upgrade may be one of a hundred packages. */
const maxHelpers = 2;

/** An environment as it is now. */
export interface ReviewedEnvironment {
  readonly prefix: string;
  /** Its Python's version. */
  readonly python: string;
  readonly distributions: readonly Distribution[];
}

export interface ReviewerOptions {
  /** HOME/agent/review */
  readonly dir: string;
  readonly log: Logger;
  readonly patienceMs?: number;
}

/** Life cycle: learn() and review() at any time before stop(), which is legal twice. */
export class Reviewer {
  readonly #options: ReviewerOptions;
  readonly #store: FactsStore;
  readonly #stopping = new AbortController();
  readonly #turns = createTurns(maxHelpers);
  /** Facts that are being read, by key: an environment's packages are asked for from several sides at once. */
  readonly #reading = new Map<string, Promise<VersionFacts | null>>();
  readonly #toLearn = new Map<string, { readonly of: Distribution; readonly environment: ReviewedEnvironment }>();
  readonly #seen = new WeakSet<Distribution>();
  #learning: Promise<void> | null = null;

  constructor(options: ReviewerOptions) {
    this.#options = options;
    this.#store = createFactsStore(options.dir);
  }

  /** Looks at the packages of an environment that were never looked at, one after another, when there is time. Those
   * whose facts were not read yet are passed over: it is asked again when they are. */
  learn(environment: ReviewedEnvironment): void {
    for (const of of environment.distributions) {
      if (of.factsIfRead === null || this.#seen.has(of)) continue;
      this.#seen.add(of);
      const key = keyOf(of);
      if (key !== null && !this.#store.has(key)) this.#toLearn.set(textOf(key), { of, environment });
    }
    this.#learning ??= this.#learnAll();
  }

  /** Packages that are still to be looked at. */
  get waiting(): number {
    return this.#toLearn.size;
  }

  /**
   * What is new; null where it can't be said, or not in time. Of a package that there was none of before nothing is new:
   * it is looked at soon, for the next time.
   */
  async review(change: PackageChange, environment: ReviewedEnvironment): Promise<Review | null> {
    const of = environment.distributions.find(({ name, version }) => name === change.name && version === change.to);
    const key = of === undefined ? null : keyOf(of);
    if (of === undefined || key === null || this.#stopping.signal.aborted) return null;
    if (change.from === null) {
      void this.#facts(of, key, environment, true);
      return null;
    }
    const before = this.#before(change.name, change.from, change.fromDigest);
    const now = await this.#inTime(this.#facts(of, key, environment, true));
    return now === null ? null : compareFacts(before, now);
  }

  /**
   * What one source file of an installed package does now that it didn't when it was installed.
   * @param file absolute
   */
  async reviewFile(
    { name, version }: PackageRef,
    file: string,
    environment: ReviewedEnvironment,
  ): Promise<Review | null> {
    const of = environment.distributions.find((each) => each.name === name && each.version === version);
    if (of === undefined) return null;
    const path = relative(of.location, file);
    const before = this.#store.get({ name, version, digest: keyOf(of)?.digest ?? null });
    const { prefix, python } = environment;
    const options = { prefix, python, isUrgent: true, signal: this.#stopping.signal };
    const things = await this.#inTime(this.#turns.take(() => readSources(of.location, [path], options), true));
    if (things === null) return null;
    const known = before === null ? null : { ...before, things: before.things.filter(({ file }) => file === path) };
    return compareFacts(known, { things, isPartial: false });
  }

  /** Whoever waits for a review gets null at once. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#toLearn.clear();
    await this.#learning;
  }

  #before(name: string, version: string, digest: string | null): VersionFacts | null {
    return this.#store.get({ name, version, digest }) ?? this.#store.get({ name, version, digest: null });
  }

  async #learnAll(): Promise<void> {
    for (const [text, { of, environment }] of this.#toLearn) {
      this.#toLearn.delete(text);
      const key = keyOf(of);
      if (key !== null && !this.#store.has(key)) await this.#facts(of, key, environment, false);
      if (this.#stopping.signal.aborted) break;
    }
    this.#learning = null;
  }

  #facts(of: Distribution, key: FactsKey, environment: ReviewedEnvironment, isUrgent: boolean) {
    const known = this.#store.get(key);
    if (known !== null) return Promise.resolve(known);
    const text = textOf(key);
    const reading =
      this.#reading.get(text) ?? this.#turns.take(() => this.#read(of, key, environment, isUrgent), isUrgent);
    this.#reading.set(text, reading);
    return reading.finally(() => this.#reading.delete(text));
  }

  async #read(of: Distribution, key: FactsKey, { prefix, python }: ReviewedEnvironment, isUrgent: boolean) {
    const { signal } = this.#stopping;
    if (signal.aborted) return null;
    try {
      const facts = await readVersionFacts(of, { prefix, python, isUrgent, signal });
      // While it was read it may have been replaced: then these are of neither version.
      const isSame = readFacts(of).digest === key.digest;
      if (facts !== null && isSame && !signal.aborted) this.#store.put(key, facts);
      return facts;
    } catch (error) {
      this.#options.log.warn({ package: of.name, err: error }, 'package could not be reviewed');
      return null;
    }
  }

  #inTime<T>(work: Promise<T | null>): Promise<T | null> {
    const { promise, resolve } = Promise.withResolvers<T | null>();
    const timer = setTimeout(() => resolve(null), this.#options.patienceMs ?? defaultPatienceMs);
    const onStop = (): void => resolve(null);
    this.#stopping.signal.addEventListener('abort', onStop, { once: true });
    work.then(resolve, () => resolve(null));
    return promise.finally(() => {
      clearTimeout(timer);
      this.#stopping.signal.removeEventListener('abort', onStop);
    });
  }
}

/** null where a package has no RECORD, or runs from a folder: then nobody knows what its files are. */
function keyOf({ name, version, editable, facts }: Distribution): FactsKey | null {
  return facts.digest === null || editable !== null ? null : { name, version, digest: facts.digest };
}

function textOf({ name, version, digest }: FactsKey): string {
  return `${name}@${version}@${digest}`;
}
