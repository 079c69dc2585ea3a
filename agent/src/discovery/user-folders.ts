/** The folders in which programs keep a person's data, caches and settings: XDG's, Apple's and Windows' own. */
import { isAbsolute, join } from 'node:path';
import { readText } from '../environments/bounded-read.ts';
import type { Home } from './finder.ts';

const maxSettingsBytes = 256 * 1024;

/** An absolute path that a variable holds; null where it holds none. `~` is the home folder. */
export function variable(home: Home, name: string): string | null {
  const value = home.env[name]?.trim();
  return value === undefined || value === '' ? null : absolute(home, value);
}

/** A path of someone's settings; null where it is relative to who knows what. */
export function absolute({ dir }: Home, path: string): string | null {
  const expanded = path === '~' || /^~[/\\]/.test(path) ? join(dir, path.slice(1)) : path;
  return isAbsolute(expanded) ? expanded : null;
}

/** XDG's data folder, whatever the platform: many tools follow XDG on macOS too. */
export function xdgData(home: Home): string {
  return variable(home, 'XDG_DATA_HOME') ?? join(home.dir, '.local/share');
}

/** XDG's cache folder, whatever the platform. */
export function xdgCache(home: Home): string {
  return variable(home, 'XDG_CACHE_HOME') ?? join(home.dir, '.cache');
}

/** Where `platformdirs` puts an application's data (without an author's name), as Python's tools ask it. */
export function userData(home: Home, name: string): string {
  if (home.platform === 'darwin') return join(home.dir, 'Library/Application Support', name);
  return home.platform === 'win32' ? join(localAppData(home), name) : join(xdgData(home), name);
}

/** The same for what may be made again. */
export function userCache(home: Home, name: string): string {
  if (home.platform === 'darwin') return join(home.dir, 'Library/Caches', name);
  return home.platform === 'win32' ? join(localAppData(home), name, 'Cache') : join(xdgCache(home), name);
}

/** The same for settings. */
export function userConfig(home: Home, name: string): string {
  if (home.platform === 'darwin') return join(home.dir, 'Library/Application Support', name);
  if (home.platform === 'win32') return join(roamingAppData(home), name);
  return join(variable(home, 'XDG_CONFIG_HOME') ?? join(home.dir, '.config'), name);
}

export function localAppData(home: Home): string {
  return variable(home, 'LOCALAPPDATA') ?? join(home.dir, 'AppData/Local');
}

export function roamingAppData(home: Home): string {
  return variable(home, 'APPDATA') ?? join(home.dir, 'AppData/Roaming');
}

/**
 * A string in a TOML file, by its table and key; null where it isn't there. Enough for a tool's one setting: keys are
 * bare, values are on one line.
 */
export function tomlString(file: string, table: string, key: string): string | null {
  let isIn = table === '';
  for (const line of (readText(file, maxSettingsBytes) ?? '').split(/\r?\n/)) {
    const header = /^\s*\[([^\]]+)\]/.exec(line)?.[1];
    if (header !== undefined) isIn = header.trim() === table;
    const match = isIn ? /^\s*([\w.-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)')/.exec(line) : null;
    if (match?.[1] === key) return match[3] ?? (match[2] ?? '').replace(/\\(["\\])/g, '$1');
  }
  return null;
}
