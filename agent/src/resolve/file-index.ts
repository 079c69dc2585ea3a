/** Whose a code file is, for the processes of one environment. */
import { realpathSync } from 'node:fs';
import { isAbsolute, normalize } from 'node:path';
import { packageDir } from '../environments/hook-source.ts';
import { InstalledPackages } from '../environments/installed.ts';
import { FileCache } from './file-cache.ts';
import { type FileOwner, PackageIndex } from './package-index.ts';
import { sourcePackageOf } from './source-package.ts';

export type Owner =
  | {
      readonly kind: 'package';
      readonly name: string;
      readonly version: string;
      /** Its RECORD has the file. */
      readonly recorded: boolean;
    }
  /** `unowned` lies in a site-packages folder, and no package has it. */
  | { readonly kind: 'stdlib' | 'hook' | 'application' | 'unowned' };

const standardLibrary: Owner = { kind: 'stdlib' };
const hook: Owner = { kind: 'hook' };
const application: Owner = { kind: 'application' };
const unowned: Owner = { kind: 'unowned' };

/** Before a file counts as unowned it is looked whether it was installed a moment ago, but no more often than this, ms. */
const lookAgainMs = 200;

/** site-packages folders that no environment is known for: a user's own, those of isolated builds, of PYTHONPATH. */
const maxOtherSites = 32;
const hookFile = new RegExp(`/(?:site|dist)-packages/${packageDir}/[^/]+$`);
const siteFolder = /^(.*\/(?:site|dist)-packages)\//;

export interface FileIndexOptions {
  /** The packages of the environment, then those of its base interpreter where it sees them. */
  readonly packages: readonly PackageIndex[];
  /** Where standard libraries lie: the base interpreter's prefix under every name that it goes by. */
  readonly basePrefixes: readonly string[];
  readonly clock?: () => number;
}

/** Answers are remembered per file, up to a bound, until the packages change. */
export class FileIndex {
  readonly #packages: readonly PackageIndex[];
  readonly #stdlib: readonly RegExp[];
  readonly #clock: () => number;
  readonly #others = new Map<string, PackageIndex>();
  readonly #cache = new FileCache<Owner>();
  #generation = '';
  #lookedAgainMs = Number.NEGATIVE_INFINITY;
  /** No package has been replaced or removed after this; Unix time, ms. */
  #settledMs = Number.NEGATIVE_INFINITY;

  constructor({ packages, basePrefixes, clock = Date.now }: FileIndexOptions) {
    this.#packages = packages;
    this.#clock = clock;
    this.#stdlib = [...new Set(basePrefixes)].filter((prefix) => prefix !== '').map(libraryPattern);
  }

  /** Looks whether packages have changed since, and forgets what was remembered if so. Cheap; call it now and then. */
  refresh(): void {
    const all = [...this.#packages, ...this.#others.values()];
    for (const index of all) index.refresh();
    const generation = all.map((index) => index.generation).join(' ');
    if (generation === this.#generation) return;
    this.#generation = generation;
    this.#settledMs = Math.max(...all.map((index) => index.settledMs));
    this.#cache.clear();
  }

  /**
   * The owner of a file, by the packages as they were when the process that runs it was started.
   * @param file as Python names it in a code object: absolute, "<frozen …>", or anything else.
   * @param asOfMs Unix time
   */
  ownerOf(file: string, asOfMs: number): Owner {
    // All processes that were started after the last change share their answers.
    const isOld = asOfMs < this.#settledMs;
    const key = isOld ? `${asOfMs} ${file}` : file;
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const owner = this.#find(file, isOld ? asOfMs : Number.POSITIVE_INFINITY);
    const now = this.#clock();
    if (owner === unowned && now - this.#lookedAgainMs >= lookAgainMs) {
      this.#lookedAgainMs = now;
      const generation = this.#generation;
      this.refresh();
      if (this.#generation !== generation) return this.ownerOf(file, asOfMs);
    }
    this.#cache.set(key, owner);
    return owner;
  }

  #find(file: string, asOfMs: number): Owner {
    if (file.startsWith('<frozen ')) return standardLibrary;
    if (!isAbsolute(file)) return application;
    const literal = normalize(file);
    const real = realPathOf(literal);
    // As it was imported first: uv can link each file of site-packages to its cache, where no RECORD tells whose it is.
    const paths = real === literal ? [literal] : [literal, real];
    for (const path of paths) {
      const found = this.#recordedOwner(path, asOfMs);
      if (found !== null) return found;
    }
    for (const path of paths) {
      const found = this.#enclosingOwner(path, asOfMs);
      if (found !== null) return found;
    }
    return paths.some((path) => siteFolder.test(path)) ? unowned : application;
  }

  #recordedOwner(path: string, asOfMs: number): Owner | null {
    for (const index of this.#indexesFor(path)) {
      const owner = index.recorded(path, asOfMs);
      if (owner !== null) return packageOwner(owner);
    }
    return null;
  }

  #enclosingOwner(path: string, asOfMs: number): Owner | null {
    if (hookFile.test(path)) return hook;
    if (!siteFolder.test(path) && this.#stdlib.some((pattern) => pattern.test(path))) return standardLibrary;
    for (const index of this.#indexesFor(path)) {
      const owner = index.enclosing(path, asOfMs);
      if (owner !== null) return packageOwner(owner);
    }
    const unpacked = sourcePackageOf(path);
    return unpacked === null ? null : packageOwner({ ...unpacked, recorded: false });
  }

  /** The environment's own first; for a file in some other site-packages folder, that one's. */
  #indexesFor(path: string): readonly PackageIndex[] {
    const root = siteFolder.exec(path)?.[1];
    if (root === undefined || this.#packages.some((index) => index.contains(path))) return this.#packages;
    return [this.#otherSite(root)];
  }

  #otherSite(root: string): PackageIndex {
    const known = this.#others.get(root);
    if (known !== undefined) return known;
    // Of lib/python3.X/site-packages, three folders up is what its scripts' paths lead back to.
    const prefix = root.split('/').slice(0, -3).join('/');
    const index = new PackageIndex(new InstalledPackages({ roots: [root], prefix, clock: this.#clock }));
    this.#others.set(root, index);
    const [oldest] = this.#others.keys();
    if (this.#others.size > maxOtherSites && oldest !== undefined) this.#others.delete(oldest);
    return index;
  }
}

/** lib/python3.11/…, lib64 beside it, the standard library as a zip file, and Windows' Lib and DLLs. */
function libraryPattern(prefix: string): RegExp {
  const escaped = prefix.replace(/[/\\]+$/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  if (process.platform === 'win32') return new RegExp(`^${escaped}[\\\\/](?:Lib|DLLs|python3\\d+\\.zip)[\\\\/]`, 'i');
  return new RegExp(`^${escaped}/lib(?:64)?/python3(?:\\.\\d+t?|\\d+\\.zip)/`);
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Gone meanwhile, as the files of a build are: its name is all there is.
    return path;
  }
}

function packageOwner({ name, version, recorded }: FileOwner): Owner {
  return { kind: 'package', name, version, recorded };
}
