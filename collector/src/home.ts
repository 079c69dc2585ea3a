import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { CollectorError, reasonOf } from './errors.ts';

export interface HomeOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform?: NodeJS.Platform;
  readonly homeDir?: string;
}

/** The folder below which all of Culprit's state lives: CULPRIT_HOME, or the platform's own place for it. */
export function culpritHome({ env, platform = process.platform, homeDir = homedir() }: HomeOptions): string {
  if (env.CULPRIT_HOME) return resolve(env.CULPRIT_HOME);
  if (platform === 'darwin') return join(homeDir, 'Library', 'Application Support', 'Culprit');
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(homeDir, 'AppData', 'Local'), 'Culprit');
  return join(env.XDG_DATA_HOME || join(homeDir, '.local', 'share'), 'culprit');
}

/** Where the collector keeps what it must: see each. */
export interface CollectorPaths {
  readonly dir: string;
  readonly database: string;
  /** The local command line's bearer token; only its owner can read it. */
  readonly cliToken: string;
  /** Where the running collector is reached, for the local command line; gone when it stops. */
  readonly address: string;
}

export function collectorPaths(home: string): CollectorPaths {
  const dir = join(home, 'collector');
  return { dir, database: join(dir, 'culprit.db'), cliToken: join(dir, 'cli-token'), address: join(dir, 'address') };
}

/**
 * Makes the collector's folder, readable by its owner only.
 * @throws CollectorError COLLECTOR_ERR_HOME where it can't be made or written.
 */
export function openHome(home: string): CollectorPaths {
  const paths = collectorPaths(home);
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    mkdirSync(paths.dir, { recursive: true, mode: 0o700 });
    accessSync(paths.dir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new CollectorError('COLLECTOR_ERR_HOME', [home, reasonOf(cause)], { cause });
  }
  return paths;
}
