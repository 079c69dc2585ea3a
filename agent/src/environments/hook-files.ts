/**
 * Puts the hook into an environment and takes it out again. It is plain files without a dist-info, so that pip neither
 * lists nor counts it. `_culprit/manifest.json` names each file with its hash, and only what it names is ever removed.
 *
 * The order of writing keeps Python whole at every moment: the manifest first (whatever is written is then known), the
 * package's modules, and last the start-up files that import it. Removing goes the other way.
 */
import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AgentError, reasonOf } from '../errors.ts';
import { foreignOwner, type Owner, writeAtomically } from './atomic-write.ts';
import { readHead } from './bounded-read.ts';
import type { Environment } from './environment.ts';
import { compileHook } from './hook-bytecode.ts';
import { filesOf, type HookPlace, sitePlace } from './hook-place.ts';
import { type HookFile, packageDir, sha256 } from './hook-source.ts';

const manifestPath = `${packageDir}/manifest.json`;
const cachePath = `${packageDir}/__pycache__`;
const maxFileBytes = 4 * 1024 * 1024;
/** Whoever uses the environment must be able to read the hook; the user's umask may say otherwise. */
const fileMode = 0o644;
const folderMode = 0o755;

/** A manifest may have been written by anyone: no path in it may lead to a file that isn't the hook's. */
const ownPath = /^(?:_culprit\/[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*|!culprit\.pth|culprit\.start|sitecustomize\.py)$/;
const manifestSchema = z.object({
  files: z.record(z.string().regex(ownPath), z.string().regex(/^[0-9a-f]{64}$/)),
});

/** Paths relative to the place, and the hash of each. */
export type Manifest = ReadonlyMap<string, string>;

export type HookState =
  | { readonly state: 'absent' }
  | { readonly state: 'installed' }
  /** Whole, but of another version of the hook or for another agent's socket. */
  | { readonly state: 'outdated' }
  /** These files are missing or not as they were written, relative to their place. */
  | { readonly state: 'damaged'; readonly files: readonly string[] };

/** What the hook in an environment is like, compared with what it should be. Nothing is written. */
export function hookState(
  environment: Environment,
  source: readonly HookFile[],
  place: HookPlace = sitePlace(environment),
): HookState {
  const { root, startup, marks } = place;
  const wanted = filesOf(place, source);
  if (!marks.some((path) => exists(join(root, path)))) return { state: 'absent' };
  const manifest = readManifest(root);
  if (manifest === null) return { state: 'damaged', files: [manifestPath] };
  const damaged = [...manifest].filter(([path, hash]) => hashOf(join(root, path)) !== hash).map(([path]) => path);
  // A manifest that leaves out a start-up file was cut short, or changed by someone.
  damaged.push(...startup.filter((path) => !manifest.has(path)));
  if (damaged.length > 0) return { state: 'damaged', files: damaged };
  const isCurrent =
    manifest.size === wanted.length && wanted.every(({ path, sha256 }) => manifest.get(path) === sha256);
  return { state: isCurrent ? 'installed' : 'outdated' };
}

/**
 * Puts the hook into an environment, or repairs or renews what is there of it. Doing it twice changes nothing more.
 * @returns whether anything was written.
 * @throws AgentError AGENT_ERR_ENVIRONMENT_UNWRITABLE
 */
export function installHook(
  environment: Environment,
  source: readonly HookFile[],
  place: HookPlace = sitePlace(environment),
): boolean {
  if (hookState(environment, source, place).state === 'installed') return false;
  const { root } = place;
  const wanted = filesOf(place, source);
  return writing(root, () => {
    const folder = join(root, packageDir);
    // A link in its place would have us write somewhere else.
    if (exists(folder) && !lstatSync(folder).isDirectory()) rmSync(folder);
    if (!exists(folder)) mkdirSync(folder);
    chmodSync(folder, folderMode);
    const owner = foreignOwner(root);
    if (owner !== null) chownSync(folder, owner.uid, owner.gid);
    const before = readManifest(root) ?? new Map<string, string>();
    const after: Manifest = new Map(wanted.map(({ path, sha256 }) => [path, sha256]));
    writeManifest(root, new Map([...before, ...after]), owner);
    for (const { path, bytes, sha256 } of wanted) {
      const file = join(root, path);
      if (hashOf(file) === sha256 && lstatSync(file).isFile()) continue;
      if (exists(file) && lstatSync(file).isDirectory()) rmSync(file, { recursive: true });
      writeAtomically(file, bytes, fileMode, owner);
    }
    for (const path of before.keys()) if (!after.has(path)) rmSync(join(root, path), { force: true });
    // Python takes byte code for fresh by the source's size and time in whole seconds: two writes can look like one.
    rmSync(join(root, cachePath), { recursive: true, force: true });
    writeManifest(root, after, owner);
    const modules = wanted.map(({ path }) => path).filter((path) => path.endsWith('.py'));
    compileHook(
      environment,
      modules.map((path) => join(root, path)),
      owner,
    );
    return true;
  });
}

/**
 * Takes the hook out: the files that its manifest names (without one, those that are installed nowadays), and the
 * folder when nothing else is in it.
 * @returns what is left in the folder because it isn't the hook's, relative to the place.
 * @throws AgentError AGENT_ERR_ENVIRONMENT_UNWRITABLE
 */
export function removeHook(
  environment: Environment,
  source: readonly HookFile[],
  place: HookPlace = sitePlace(environment),
): readonly string[] {
  const { root, startup, marks } = place;
  if (hookState(environment, source, place).state === 'absent') return [];
  return writing(root, () => {
    const known = readManifest(root)?.keys() ?? filesOf(place, source).map(({ path }) => path);
    for (const path of new Set([...startup, ...marks])) {
      if (path !== packageDir) rmSync(join(root, path), { force: true });
    }
    const folder = join(root, packageDir);
    if (!exists(folder)) return [];
    if (!lstatSync(folder).isDirectory()) {
      rmSync(folder);
      return [];
    }
    // A start-up file that the place doesn't name has been put right already, or is another's by now.
    for (const path of [...known].filter((each) => each.startsWith(`${packageDir}/`))) {
      rmSync(join(root, path), { force: true });
    }
    rmSync(join(root, cachePath), { recursive: true, force: true });
    rmSync(join(root, manifestPath), { force: true });
    const left = readdirSync(folder).map((name) => `${packageDir}/${name}`);
    if (left.length === 0) rmdirSync(folder);
    return left;
  });
}

/** The files that the hook of a place consists of as far as it says itself; null where it doesn't say. */
export function readManifest(root: string): Manifest | null {
  try {
    const bytes = readHead(join(root, manifestPath), maxFileBytes);
    if (bytes === null) return null;
    return new Map(Object.entries(manifestSchema.parse(JSON.parse(bytes.toString('utf8'))).files));
  } catch {
    return null;
  }
}

function writeManifest(root: string, manifest: Manifest, owner: Owner | null): void {
  const json = JSON.stringify({ files: Object.fromEntries([...manifest].sort()) }, null, 2);
  writeAtomically(join(root, manifestPath), `${json}\n`, fileMode, owner);
}

/** The hash of a regular file, or null. */
export function hashOf(path: string): string | null {
  try {
    const bytes = readHead(path, maxFileBytes);
    return bytes === null ? null : sha256(bytes);
  } catch {
    return null;
  }
}

/** Also of a link that leads nowhere. */
export function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Runs `work`, and tells what fails in it as the folder's fault. @throws AgentError AGENT_ERR_ENVIRONMENT_UNWRITABLE */
export function writing<T>(root: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const message = `${root} can't be written (${reasonOf(cause)}); run the command as the owner of that folder.`;
    throw new AgentError('AGENT_ERR_ENVIRONMENT_UNWRITABLE', message, { cause });
  }
}
