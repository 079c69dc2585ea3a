/** Says which package did something, from the frames that a process told. */
import { realpathSync } from 'node:fs';
import type { Confidence, Frame, PackageRef } from '@culprit/proto';
import type { EnsuredEnvironment, EnsureHint } from '../environments/ensured.ts';
import type { HookProcess, HookSegment } from '../listener/report.ts';
import { chooseFrames, type OwnedFrame } from './evidence.ts';
import { FileIndex, type Owner } from './file-index.ts';
import { PackageIndex } from './package-index.ts';

/** Environments whose index is kept; the least recently used goes first. */
const maxIndexes = 64;
/** Whether an environment is still the one that it was is asked no more often than this. */
const askEveryMs = 1000;

export interface ResolverOptions {
  readonly environments: { ensure(prefix: string, hint?: EnsureHint): EnsuredEnvironment | null };
  /** Normalised names of the packages that carry other packages' calls. */
  readonly conduits: ReadonlySet<string>;
  /** Unix time, ms. */
  readonly clock?: () => number;
}

/** What is needed of a process. */
export type ResolvedProcess = Pick<HookProcess, 'prefix' | 'basePrefix' | 'startedMs'> &
  Partial<Pick<HookProcess, 'python'>>;

export interface Resolution {
  /** The culprit; null is the application itself. */
  readonly package: PackageRef | null;
  /** The packages on the causal path, innermost first, each name once. */
  readonly chain: readonly PackageRef[];
  readonly confidence: Confidence;
  /** The evidence: at most 24 frames in their order, those that decided before all. */
  readonly frames: readonly Frame[];
}

export interface Resolver {
  /** Never throws for anything that a process told. The first call for an environment reads its RECORD files. */
  resolve(process: ResolvedProcess, segments: readonly HookSegment[]): Resolution;
  /** Whose a file is, for a process that runs it. Never throws. */
  owner(process: ResolvedProcess, file: string): Owner;
}

export function createResolver({ environments, conduits, clock = Date.now }: ResolverOptions): Resolver {
  const indexes = new IndexShelf(environments, clock);
  return {
    resolve(process, segments) {
      const index = indexes.get(process);
      const owned = segments.flatMap(({ frames }, segment) =>
        frames.map((frame): OwnedFrame => ({ frame, segment, owner: index.ownerOf(frame.file, process.startedMs) })),
      );
      const { culprit, confidence } = decide(owned, conduits);
      return { package: culprit, chain: chainOf(owned), confidence, frames: chooseFrames(owned, culprit) };
    },
    owner: (process, file) => indexes.get(process).ownerOf(file, process.startedMs),
  };
}

/** The packages in the order of their first frame. Which version has two frames of one name is the innermost's. */
function chainOf(owned: readonly OwnedFrame[]): PackageRef[] {
  const chain = new Map<string, PackageRef>();
  for (const { owner } of owned) {
    if (owner.kind === 'package' && !chain.has(owner.name)) {
      chain.set(owner.name, { name: owner.name, version: owner.version });
    }
  }
  return [...chain.values()];
}

/**
 * From the innermost frame out, the first that is neither the standard library's, nor the hook's, nor a conduit's. If
 * it is the application's, or there is none, then the application itself did it. If it is code in a site-packages
 * folder that no package has, nobody can be named; nor if it only carried out what was handed to it, unless the stack
 * shows who did that.
 */
function decide(
  owned: readonly OwnedFrame[],
  conduits: ReadonlySet<string>,
): { readonly culprit: PackageRef | null; readonly confidence: Confidence } {
  const deciding = firstDeciding(owned, conduits);
  // Where nothing decides, the outermost frame shows how far the search had to go.
  const last = deciding ?? owned.at(-1);
  // A path that ends inside a conduit has lost whoever called it, unless the conduit is the program that was started.
  const isCutOff = deciding === undefined && last?.owner.kind === 'package' && last.frame.function !== '<module>';
  const isUnknown = last === undefined || last.owner.kind === 'unowned' || last.frame.handed || isCutOff;
  if (isUnknown) return { culprit: null, confidence: 'unknown' };
  const confidence = last.segment === 0 ? 'stack' : 'cause';
  if (deciding?.owner.kind !== 'package') return { culprit: null, confidence };
  const { name, version } = deciding.owner;
  return { culprit: { name, version }, confidence };
}

/** Of what was handed over, it is who handed it: the next frame of the same stack whose code names it. */
function firstDeciding(owned: readonly OwnedFrame[], conduits: ReadonlySet<string>): OwnedFrame | undefined {
  const decides = ({ owner }: OwnedFrame): boolean =>
    owner.kind === 'application' || owner.kind === 'unowned' || (owner.kind === 'package' && !conduits.has(owner.name));
  const at = owned.findIndex(decides);
  const found = owned[at];
  if (found?.frame.handed !== true) return found;
  const giver = owned.findIndex(({ frame, segment }, i) => i > at && segment === found.segment && frame.gave);
  return giver === -1 ? found : owned.slice(giver).find(decides);
}

interface Shelved {
  readonly index: FileIndex;
  readonly installed: unknown;
  askedMs: number;
}

/** The file index of each environment that processes run in. */
class IndexShelf {
  readonly #environments: ResolverOptions['environments'];
  readonly #clock: () => number;
  readonly #shelf = new Map<string, Shelved>();

  constructor(environments: ResolverOptions['environments'], clock: () => number) {
    this.#environments = environments;
    this.#clock = clock;
  }

  get(process: ResolvedProcess): FileIndex {
    const key = `${process.prefix}\n${process.basePrefix}\n${process.python ?? ''}`;
    const now = this.#clock();
    const known = this.#shelf.get(key);
    // A process that was started since may run what was installed since.
    if (known !== undefined && now - known.askedMs < askEveryMs && process.startedMs < known.askedMs)
      return known.index;
    const hint = process.python === undefined ? {} : { python: process.python };
    const found = this.#environments.ensure(process.prefix, hint);
    // An environment that was made again, or registered meanwhile, is another one.
    const isSame = known !== undefined && known.installed === found?.installed;
    const shelved = isSame ? known : { index: this.#make(process, found), installed: found?.installed, askedMs: now };
    shelved.askedMs = now;
    shelved.index.refresh();
    this.#shelf.delete(key);
    this.#shelf.set(key, shelved);
    const [oldest] = this.#shelf.keys();
    if (this.#shelf.size > maxIndexes && oldest !== undefined) this.#shelf.delete(oldest);
    return shelved.index;
  }

  #make({ basePrefix }: ResolvedProcess, found: EnsuredEnvironment | null): FileIndex {
    const seesBase = found?.environment.systemSitePackages === true;
    const base = seesBase ? this.#environments.ensure(basePrefix) : null;
    const packages = [found, base].filter((environment) => environment !== null);
    return new FileIndex({
      packages: packages.map(({ installed }) => new PackageIndex(installed)),
      basePrefixes: [basePrefix, realPathOf(basePrefix), found?.environment.basePrefix ?? ''],
      clock: this.#clock,
    });
  }
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
