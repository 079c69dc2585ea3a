/**
 * Looks through folders for environments: those with a pyvenv.cfg, conda's prefixes with their conda-meta, and
 * interpreters that someone built or unpacked there. Breadth first, so that what is near is found before time runs out.
 * File contents are never read, links never followed.
 */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Nobody makes environments in these, and they are large; wherever they are. */
export const passedOver: ReadonlySet<string> = new Set([
  ...['node_modules', 'bower_components', '__pycache__', 'site-packages', 'dist-packages', '__pypackages__'],
  ...['.git', '.hg', '.svn', '.jj', '.cache', '.npm', '.yarn', '.pnpm-store', '.cargo', '.rustup', '.gradle', '.m2'],
  ...['.ivy2', '.nuget', '.dotnet', '.vscode', '.vscode-server', '.cursor-server', '.mozilla', '.thunderbird', '.wine'],
  ...['.Trash', '.docker', '.minikube', '.terraform', '.pyenv', '.steam'],
]);
/** And these where they are what a system keeps in a home folder. */
const passedOverInHome: ReadonlySet<string> = new Set(['Library', 'AppData', 'snap']);
/** Deeper than this below a root, nobody keeps a project. */
const maxDepth = 9;
/** A folder that takes so many bytes by itself has tens of thousands of entries: data, not a project. */
const defaultMaxFolderBytes = 1024 * 1024;
const maxFolders = 300_000;
const maxLeft = 50;
/** At full speed so many folders are read at the same time; disks answer together what they answer one by one. */
const atOnce = 8;
/** At idle speed: after so many folders, nothing happens for nine times as long as they took. */
const idleFolders = 64;
const idleRatio = 9;

export interface WalkOptions {
  readonly roots: readonly string[];
  /** Ends the walk after this; Infinity for never. */
  readonly maxMs: number;
  /** `idle` takes a tenth of the time of one core at most. */
  readonly pace: 'full' | 'idle';
  readonly signal?: AbortSignal;
  /** Called for each environment, and now and then with how many folders were looked at. */
  readonly onFound: (path: string) => void;
  readonly onProgress?: (folders: number) => void;
  /** Called for each folder that was looked into, with its depth below its root. */
  readonly onFolder?: (path: string, depth: number) => void;
  /** A folder that takes more by itself isn't looked into. */
  readonly maxFolderBytes?: number;
}

export interface WalkResult {
  readonly folders: number;
  readonly ms: number;
  /** False where time, or the number of folders, ran out. */
  readonly isComplete: boolean;
  /** What was not looked into, as far as it wasn't expected; the first 50. */
  readonly left: readonly { readonly path: string; readonly why: 'huge' | 'mount' | 'deep' | 'unreadable' }[];
}

interface Folder {
  readonly path: string;
  readonly depth: number;
  /** The file system of the root: what is mounted below is another's, or a network's. */
  readonly device: number;
}

/** Walks until everything was seen, or a bound is met. Never throws for anything that lies there. */
export async function walk(options: WalkOptions): Promise<WalkResult> {
  const { roots, maxMs, pace, signal, onFound, onProgress, maxFolderBytes = defaultMaxFolderBytes } = options;
  const startMs = performance.now();
  const left: { path: string; why: WalkResult['left'][number]['why'] }[] = [];
  const leave = (path: string, why: WalkResult['left'][number]['why']): void => {
    if (left.length < maxLeft) left.push({ path, why });
  };
  const queue: Folder[] = [];
  const seen = new Set<string>();
  for (const path of roots) {
    const device = await stat(path).then(
      ({ dev }) => dev,
      () => null,
    );
    if (device !== null) queue.push({ path, depth: 0, device });
  }
  let next = 0;
  let isComplete = true;
  const isOver = (): boolean => signal?.aborted === true || performance.now() - startMs > maxMs || next >= maxFolders;

  const look = async ({ path, depth, device }: Folder): Promise<void> => {
    const stats = await stat(path);
    const key = `${stats.dev}:${stats.ino}`;
    // One root may lie in another.
    if (seen.has(key)) return;
    seen.add(key);
    if (stats.dev !== device) return leave(path, 'mount');
    if (stats.size > maxFolderBytes) return leave(path, 'huge');
    const entries = await readdir(path, { withFileTypes: true });
    options.onFolder?.(path, depth);
    const kind = kindOf(entries) ?? ((await isInterpreter(path, entries)) ? 'interpreter' : null);
    if (kind !== null) onFound(path);
    if (kind === 'venv' || kind === 'interpreter') return;
    const isPassedOver = (name: string): boolean => passedOver.has(name) || (depth === 0 && passedOverInHome.has(name));
    const folders = entries.filter((entry) => entry.isDirectory() && !isPassedOver(entry.name));
    // Of a conda root its other environments are of interest, and nothing else in it.
    const wanted = kind === 'conda' ? folders.filter(({ name }) => name === 'envs') : folders;
    if (depth >= maxDepth) {
      if (wanted.length > 0) leave(path, 'deep');
      return;
    }
    for (const { name } of wanted) queue.push({ path: join(path, name), depth: depth + 1, device });
  };

  const worker = async (): Promise<void> => {
    let burstMs = performance.now();
    for (let folder = queue[next]; folder !== undefined; folder = queue[next]) {
      if (isOver()) {
        isComplete = false;
        return;
      }
      next += 1;
      const { path } = folder;
      await look(folder).catch(() => leave(path, 'unreadable'));
      if (next % 256 === 0) onProgress?.(next);
      if (pace === 'idle' && next % idleFolders === 0) {
        await delay((performance.now() - burstMs) * idleRatio, undefined, { ref: false });
        burstMs = performance.now();
      }
    }
  };
  if (pace === 'idle') await worker();
  // A worker that finds the queue empty for a moment ends; the next round takes what the others added since.
  else while (isComplete && next < queue.length) await Promise.all(Array.from({ length: atOnce }, worker));
  onProgress?.(next);
  return { folders: next, ms: Math.round(performance.now() - startMs), isComplete, left };
}

/** bin/python3 beside lib, or python.exe beside Lib: a prefix. */
async function isInterpreter(path: string, entries: readonly Dirent[]): Promise<boolean> {
  const has = (name: string): boolean => entries.some((entry) => entry.name === name);
  if (has('python.exe') && has('Lib')) return true;
  if (!has('bin') || !has('lib')) return false;
  return await stat(join(path, 'bin', 'python3')).then(
    (stats) => stats.isFile(),
    () => false,
  );
}

function kindOf(entries: readonly Dirent[]): 'venv' | 'conda' | null {
  if (entries.some((entry) => entry.name === 'pyvenv.cfg' && !entry.isDirectory())) return 'venv';
  return entries.some((entry) => entry.name === 'conda-meta' && entry.isDirectory()) ? 'conda' : null;
}
