import { join } from 'node:path';
import { readHead } from './bounded-read.ts';

const maxBytes = 64 * 1024;

/** What a virtual environment says about itself in pyvenv.cfg; null where it doesn't say. */
export interface PyvenvConfig {
  /** The folder of the interpreter that it was made from. */
  readonly home: string | null;
  /** "3.11.7" */
  readonly version: string | null;
  /** The prefix of the interpreter that it was made from; only virtualenv writes it. */
  readonly basePrefix: string | null;
  /** The interpreter that it was made from. */
  readonly executable: string | null;
  /** "CPython" or "PyPy"; venv, which works for its own interpreter, doesn't write it. */
  readonly implementation: string | null;
  readonly systemSitePackages: boolean;
}

/**
 * Reads `prefix`/pyvenv.cfg; null where there is none.
 * @throws the system's error where it can't be read.
 */
export function readPyvenvConfig(prefix: string): PyvenvConfig | null {
  const bytes = readHead(join(prefix, 'pyvenv.cfg'), maxBytes);
  return bytes === null ? null : parsePyvenvConfig(bytes.toString('utf8'));
}

/** Parses pyvenv.cfg as CPython's site.py does: `key = value` lines, keys in any case, anything else passed over. */
export function parsePyvenvConfig(text: string): PyvenvConfig {
  const keys = new Map<string, string>();
  for (const line of text.split('\n')) {
    const equals = line.indexOf('=');
    if (equals === -1) continue;
    keys.set(line.slice(0, equals).trim().toLowerCase(), line.slice(equals + 1).trim());
  }
  const get = (key: string): string | null => keys.get(key) || null;
  // venv writes version; virtualenv and uv write version_info, which may go on with ".final.0".
  const version = /^\d+\.\d+(\.\d+)?/.exec(get('version') ?? get('version_info') ?? '');
  return {
    home: get('home'),
    version: version?.[0] ?? null,
    basePrefix: get('base-prefix'),
    executable: get('base-executable') ?? get('executable'),
    implementation: get('implementation'),
    systemSitePackages: get('include-system-site-packages')?.toLowerCase() === 'true',
  };
}
