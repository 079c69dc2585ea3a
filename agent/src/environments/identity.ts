/** Whether an environment is still the one that it was, and whether someone is at work on it. */
import { dirname, join } from 'node:path';
import type { Environment } from './environment.ts';
import { statsOf } from './layout.ts';

/** What is being deleted changes all the time; what didn't change for so long isn't, ms. */
const calmMs = 2_000;

/** Changes when an environment is made again in the same place, by whatever tool; not by what is installed in it. */
export function identityOf({ kind, prefix, path }: Environment): string {
  const file = kind === 'venv' ? join(prefix, 'pyvenv.cfg') : kind === 'conda' ? join(prefix, 'conda-meta') : path;
  const stats = statsOf(file);
  // A folder's time changes with its entries.
  return stats === undefined ? '' : kind === 'venv' ? `${stats.ino} ${stats.mtimeMs}` : String(stats.ino);
}

/**
 * Whether nobody seems to be taking it away: a file that is written into a folder while it is deleted makes that fail,
 * and it is someone's `rm -rf .venv`.
 */
export function isCalm({ prefix, sitePackages }: Environment, now: number = Date.now()): boolean {
  const folders = [
    prefix,
    join(prefix, 'bin'),
    join(prefix, 'lib'),
    ...sitePackages,
    ...sitePackages.map((dir) => dirname(dir)),
  ];
  return folders.every((folder) => now - (statsOf(folder)?.mtimeMs ?? 0) > calmMs);
}
