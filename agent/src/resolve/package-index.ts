/**
 * Which distribution a file belongs to, for the site-packages folders of one environment. It is built from the RECORD
 * files when it is first asked, and again when the packages have changed; what a package had before it was replaced
 * stays known, for the processes that still run it.
 */
import { createHash } from 'node:crypto';
import { join, normalize, sep } from 'node:path';
import { readHead } from '../environments/bounded-read.ts';
import type { Distribution } from '../environments/distribution.ts';
import type { InstalledPackages } from '../environments/installed.ts';
import { readNamespaces, readTopLevel } from '../environments/record.ts';
import { editableRoots } from './editable.ts';

/** Files of packages that are gone, kept for processes that were started before. */
const maxPastFiles = 50_000;
const maxHashedBytes = 16 * 1024 * 1024;
/** In #folders: more than one distribution has files below it. */
const shared = -1;

/** A distribution that a file belongs to. */
export interface FileOwner {
  readonly name: string;
  readonly version: string;
  /** Its RECORD has the file; otherwise the file merely lies in a package of it alone. */
  readonly recorded: boolean;
}

interface PastOwner extends FileOwner {
  readonly untilMs: number;
}

/** What code runs from: sources, byte code, extensions, start-up files and the scripts that have no suffix at all. */
const codeFile = /(?:\.(?:py|pyc|pyw|pyd|pyx|dll|dylib|pth|start|exe)|\.so(?:\.[\d.]+)?|(?:^|\/)[^./]+)$/;

export class PackageIndex {
  readonly #installed: InstalledPackages;
  #generation = -1;
  #distributions: readonly Distribution[] = [];
  /** Path, as #keyOf makes it, to an index of #distributions. */
  #files = new Map<string, number>();
  /** Files that several distributions claim, in the order in which they were installed. */
  #contested = new Map<string, number[]>();
  /** Folders, by the same kind of path, to the one distribution that has files below them, or `shared`. */
  #folders = new Map<string, number>();
  /** Folders that are regular Python packages, the namespaces that several distributions share left out. */
  #packages = new Set<string>();
  /** Files that no list names: a distribution only says that it has a module of that name. */
  #guessed = new Set<string>();
  /** Folders and modules of editable installs, absolute, the longest first. */
  #editable: { readonly root: string; readonly owner: number }[] = [];
  readonly #past = new Map<string, PastOwner[]>();
  #pastFiles = 0;

  constructor(installed: InstalledPackages) {
    this.#installed = installed;
  }

  /** Grows when answers may be other than before. */
  get generation(): number {
    return this.#installed.generation;
  }

  /** No package was replaced or removed after this, as far as is known; Unix time, ms. */
  get settledMs(): number {
    return this.#installed.history.settledMs;
  }

  /** Looks whether the packages have changed, seldom and cheaply, where nobody watches them. */
  refresh(): void {
    this.#installed.refresh();
  }

  /** Whether a file lies in one of the site-packages folders. */
  contains(file: string): boolean {
    return this.#installed.roots.some((root) => file.startsWith(root + sep));
  }

  /** The distribution that has a file in its RECORD, as it was at a time (Unix, ms); null where none has. */
  recorded(file: string, asOfMs: number): FileOwner | null {
    this.#build();
    const key = this.#keyOf(file);
    const past = this.#past.get(key)?.find(({ untilMs }) => untilMs > asOfMs);
    if (past !== undefined) return past;
    const contested = this.#contested.get(key);
    const owner = contested === undefined ? this.#files.get(key) : this.#settle(file, key, contested);
    return owner === undefined ? null : this.#owner(owner, !this.#guessed.has(key), asOfMs);
  }

  /** The distribution in whose package a file lies that no RECORD has: the only one there, or an editable install. */
  enclosing(file: string, asOfMs: number): FileOwner | null {
    this.#build();
    const owner = this.contains(file) ? this.#ownerOfFolder(this.#keyOf(file)) : this.#editableOwner(file);
    return owner === undefined ? null : this.#owner(owner, false, asOfMs);
  }

  #owner(index: number, recorded: boolean, asOfMs: number): FileOwner | null {
    const distribution = this.#distributions[index];
    if (distribution === undefined) return null;
    const { name, version } = distribution;
    return { name, version: this.#installed.history.versionAt(name, asOfMs) ?? version, recorded };
  }

  #ownerOfFolder(key: string): number | undefined {
    for (let end = key.lastIndexOf('/'); end > 0; end = key.lastIndexOf('/', end - 1)) {
      const folder = key.slice(0, end);
      const owner = this.#folders.get(folder);
      if (owner === shared) return undefined;
      if (owner !== undefined && this.#packages.has(folder)) return owner;
    }
    return undefined;
  }

  #editableOwner(file: string): number | undefined {
    const found = this.#editable.find(
      ({ root }) => file.startsWith(`${root}/`) || file === `${root}.py` || file === root,
    );
    // A venv inside the project is not the project's code.
    const isElsewhere = found !== undefined && /\/(?:site|dist)-packages\//.test(file.slice(found.root.length));
    return isElsewhere ? undefined : found?.owner;
  }

  /** A path as the maps have it: relative in the first site-packages folder, where nearly all are, else absolute. */
  #keyOf(file: string): string {
    const key = sourceOf(process.platform === 'win32' ? file.replaceAll('\\', '/') : file);
    const base = `${this.#installed.roots[0]}/`;
    return key.startsWith(base) ? key.slice(base.length) : key;
  }

  /** What goes before a path relative to a distribution's site-packages folder to make such a key. */
  #baseOf({ location }: Distribution): string {
    return location === this.#installed.roots[0] ? '' : `${location}/`;
  }

  #build(): void {
    this.#installed.refresh();
    const { generation, distributions } = this.#installed;
    if (generation === this.#generation) return;
    this.#remember(distributions);
    this.#generation = generation;
    // The later installed comes last: where nothing else decides, its file lies there.
    this.#distributions = [...distributions].sort((a, b) => a.changedMs - b.changedMs);
    this.#files = new Map();
    this.#contested = new Map();
    this.#folders = new Map();
    this.#packages = new Set();
    this.#guessed = new Set();
    this.#editable = [];
    this.#distributions.forEach((distribution, index) => {
      this.#addFiles(distribution, index);
      if (distribution.layout === 'egg-info' && distribution.editable === null) this.#addTopLevel(distribution, index);
      for (const root of editableRoots(distribution)) this.#editable.push({ root, owner: index });
    });
    for (const distribution of this.#distributions) {
      const base = this.#baseOf(distribution);
      for (const name of readNamespaces(distribution.infoPath)) this.#packages.delete(base + name.replaceAll('.', '/'));
    }
    this.#editable.sort((a, b) => b.root.length - a.root.length);
  }

  #addFiles(distribution: Distribution, index: number): void {
    const { prefix } = this.#installed;
    const base = this.#baseOf(distribution);
    let lastFolder = '';
    for (const { path: raw } of distribution.files()) {
      const path = process.platform === 'win32' ? raw.replaceAll('\\', '/') : raw;
      const isCode = codeFile.test(path);
      if (!path.startsWith('/') && !path.includes('./') && !path.includes('//')) {
        const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
        if (folder !== lastFolder && folder !== '') this.#addFolders(base + folder, index);
        lastFolder = folder;
        if (isCode && !folder.endsWith('__pycache__')) this.#addFile(base + path, index);
        continue;
      }
      // Scripts lie outside of site-packages; what leads out of the environment is no file of the package's.
      const file = normalize(path.startsWith('/') ? path : join(distribution.location, path));
      if (isCode && file.startsWith(`${prefix}/`)) this.#addFile(this.#keyOf(file), index);
    }
  }

  #addFile(key: string, index: number): void {
    const other = this.#files.get(key);
    this.#files.set(key, index);
    if (/(?:^|\/)__init__\.(?:py|pyc|so|pyd)$/.test(key)) this.#packages.add(key.slice(0, key.lastIndexOf('/')));
    if (other === undefined || other === index) return;
    const claims = this.#contested.get(key);
    if (claims === undefined) this.#contested.set(key, [other, index]);
    else if (!claims.includes(index)) claims.push(index);
  }

  #addFolders(folder: string, index: number): void {
    for (let end = folder.length; end > 0; end = folder.lastIndexOf('/', end - 1)) {
      const above = folder.slice(0, end);
      const other = this.#folders.get(above);
      if (other === index || other === shared) return;
      this.#folders.set(above, other === undefined ? index : shared);
    }
  }

  /** Debian's packages list no files at all: their top-level names have to do. */
  #addTopLevel(distribution: Distribution, index: number): void {
    const base = this.#baseOf(distribution);
    for (const name of readTopLevel(distribution.infoPath).map((top) => base + top)) {
      this.#addFolders(name, index);
      this.#packages.add(name);
      const module = `${name}.py`;
      if (this.#files.has(module)) continue;
      this.#files.set(module, index);
      this.#guessed.add(module);
    }
  }

  /** Of several that claim a file, the one whose RECORD has its hash; else the one that was installed last. */
  #settle(file: string, key: string, claims: readonly number[]): number | undefined {
    const last = claims.at(-1);
    const hash = hashOf(file);
    if (hash === null) return last;
    const owners = claims.filter((index) => {
      const distribution = this.#distributions[index];
      if (distribution === undefined) return false;
      for (const { path, hash: claimed } of distribution.files()) {
        if (claimed === hash && this.#keyOf(normalize(join(distribution.location, path))) === key) return true;
      }
      return false;
    });
    return owners.at(-1) ?? last;
  }

  /** Keeps the files of what is there no more. Only an index that was built has any. */
  #remember(now: readonly Distribution[]): void {
    const present = new Set(now.map(({ name, version }) => `${name} ${version}`));
    const gone = new Map<number, PastOwner>();
    this.#distributions.forEach(({ name, version }, index) => {
      if (present.has(`${name} ${version}`)) return;
      const untilMs = this.#installed.history.entries.findLast(
        (e) => e.name === name && e.version === version,
      )?.untilMs;
      if (untilMs !== undefined) gone.set(index, { name, version, recorded: true, untilMs });
    });
    if (gone.size === 0) return;
    for (const [key, index] of this.#files) {
      const owner = gone.get(index);
      if (owner === undefined) continue;
      const others = this.#past.get(key);
      if (others === undefined) this.#past.set(key, [owner]);
      else others.push(owner);
      this.#pastFiles += 1;
    }
    // A map keeps the order of insertion: the files of what went first are forgotten first.
    for (const [key, owners] of this.#past) {
      if (this.#pastFiles <= maxPastFiles) break;
      this.#past.delete(key);
      this.#pastFiles -= owners.length;
    }
  }
}

/** The source of a byte code file in a cache; any other path as it is. */
export function sourceOf(file: string): string {
  const cache = file.lastIndexOf('/__pycache__/');
  if (cache === -1) return file.startsWith('__pycache__/') ? sourceOf(`/${file}`).slice(1) : file;
  const name = file.slice(cache + '/__pycache__/'.length);
  return `${file.slice(0, cache)}/${name.replace(/\.(?:cpython|pypy|graalpy)-?\d+t?(?:\.opt-\d)?\.pyc$/, '.py')}`;
}

function hashOf(file: string): string | null {
  try {
    const bytes = readHead(file, maxHashedBytes);
    return bytes === null ? null : `sha256=${createHash('sha256').update(bytes).digest('base64url')}`;
  } catch {
    return null;
  }
}
