/**
 * The hook in an interpreter's standard library ("base mode"): a sitecustomize there is imported by the interpreter and
 * by every venv that was, or will ever be, made of it. Whatever stood there before moves to `_culprit_before/`, where our
 * sitecustomize finds and runs it, and moves back when the hook is taken out: the same files, not copies of them.
 *
 * At every moment Python finds the one or the other: what stood there is linked aside first, then ours is renamed over
 * it. Where it is no plain `sitecustomize.py` but what Python prefers to one (a package, native code), that is renamed
 * aside last.
 */
import { linkSync, lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { foreignOwner } from './atomic-write.ts';
import { readText } from './bounded-read.ts';
import type { Environment } from './environment.ts';
import { compileHook } from './hook-bytecode.ts';
import {
  exists,
  type HookState,
  hashOf,
  hookState,
  installHook,
  readManifest,
  removeHook,
  writing,
} from './hook-files.ts';
import { type HookPlace, libraryPlace } from './hook-place.ts';
import { type HookFile, libraryStartup } from './hook-source.ts';
import { namesIn } from './layout.ts';

/** Where what stood there before waits, in the standard library's folder. */
export const beforeDir = '_culprit_before';
/** Byte code that lay beside it, where Python doesn't look: it makes new, for where the file is now. */
const byteCodeDir = 'byte-code';
/** The first words of ours: a manifest may be gone, and ours must never be taken for what stood there before. */
const signature = '"""Put here by Culprit:';
const maxBytes = 64 * 1024;
/** Every form in which Python finds a module of that name. */
const isCustomize = (name: string): boolean => /^sitecustomize(?:\.|$)/.test(name);

/** Whether a hook is in the interpreter's standard library, and how it is. */
export function baseHookState(environment: Environment, source: readonly HookFile[]): HookState {
  const place = libraryPlace(environment);
  return place === null ? { state: 'absent' } : hookState(environment, source, place);
}

/**
 * Puts the hook into an interpreter's standard library. Doing it twice changes nothing more.
 * @returns whether anything was written; false where the environment has no standard library of its own
 * @throws AgentError AGENT_ERR_ENVIRONMENT_UNWRITABLE
 */
export function installBaseHook(environment: Environment, source: readonly HookFile[]): boolean {
  const place = libraryPlace(environment);
  if (place === null || hookState(environment, source, place).state === 'installed') return false;
  return writing(place.root, () => {
    const ours = join(place.root, libraryStartup);
    if (exists(ours) && !isOurs(place)) setAside(place, libraryStartup, linkOrRename);
    setCacheAside(place);
    const isWritten = installHook(environment, source, place);
    const preferred = namesIn(place.root).filter((name) => isCustomize(name) && name !== libraryStartup);
    for (const name of preferred) setAside(place, name, renameSync);
    const waiting = join(place.root, beforeDir, libraryStartup);
    if (exists(waiting)) compileHook(environment, [waiting], foreignOwner(place.root));
    return isWritten;
  });
}

/**
 * Takes it out again, and puts what stood there before into its place.
 * @returns what is left because someone else put it there meanwhile, relative to the standard library.
 * @throws AgentError AGENT_ERR_ENVIRONMENT_UNWRITABLE
 */
export function removeBaseHook(environment: Environment, source: readonly HookFile[]): readonly string[] {
  const place = libraryPlace(environment);
  if (place === null || baseHookState(environment, source).state === 'absent') return [];
  return writing(place.root, () => {
    const { root } = place;
    const before = join(root, beforeDir);
    const byteCode = join(before, byteCodeDir);
    if (isOurs(place)) {
      for (const name of cached(root)) rmSync(join(root, '__pycache__', name), { force: true });
      // What Python prefers to a plain file first: from then on ours is not found any more.
      for (const name of namesIn(before).filter((each) => isCustomize(each) && each !== libraryStartup)) {
        putBack(join(before, name), join(root, name));
      }
      if (exists(join(before, libraryStartup))) renameSync(join(before, libraryStartup), join(root, libraryStartup));
      else rmSync(join(root, libraryStartup), { force: true });
      for (const name of namesIn(byteCode)) putBack(join(byteCode, name), join(root, '__pycache__', name));
    }
    for (const folder of [byteCode, join(before, '__pycache__')]) rmSync(folder, { recursive: true, force: true });
    const left = [...removeHook(environment, source, { ...place, startup: [] })];
    if (exists(before) && readdirSync(before).length === 0) rmdirSync(before);
    return [...left, ...namesIn(before).map((name) => `${beforeDir}/${name}`)];
  });
}

/** Whether the sitecustomize that is there is the hook's, of whatever version. */
function isOurs({ root }: HookPlace): boolean {
  const path = join(root, libraryStartup);
  const hash = hashOf(path);
  if (hash === null) return false;
  return readManifest(root)?.get(libraryStartup) === hash || readText(path, maxBytes)?.startsWith(signature) === true;
}

/** Byte code of what stood there goes along: Python would write ours over it. */
function setCacheAside(place: HookPlace): void {
  if (isOurs(place)) return;
  for (const name of cached(place.root)) {
    moveTo(join(place.root, '__pycache__', name), join(place.root, beforeDir, byteCodeDir, name), renameSync);
  }
}

function cached(root: string): string[] {
  return namesIn(join(root, '__pycache__')).filter((name) => name.startsWith('sitecustomize.'));
}

function setAside({ root }: HookPlace, name: string, move: Move): void {
  moveTo(join(root, name), join(root, beforeDir, name), move);
}

type Move = (from: string, to: string) => void;

function moveTo(from: string, to: string, move: Move): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 });
  // Of an earlier time: since then, an update of the interpreter has put a newer one into its place.
  rmSync(to, { recursive: true, force: true });
  move(from, to);
}

/** A second name for the same file, so that Python never looks in vain; where that can't be, the file is moved. */
function linkOrRename(from: string, to: string): void {
  try {
    linkSync(from, to);
    // Some systems link to what a symbolic link leads to.
    if (lstatSync(to).ino === lstatSync(from).ino) return;
    rmSync(to);
  } catch {
    // No hard links on this file system, or not of symbolic links.
  }
  renameSync(from, to);
}

function putBack(from: string, to: string): void {
  if (!exists(to)) renameSync(from, to);
}
