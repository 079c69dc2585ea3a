import { accessSync, constants, realpathSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { readText } from '../environments/bounded-read.ts';
import { type Environment, inspectEnvironment } from '../environments/environment.ts';
import { isFile, isFolder, librariesOf, statsOf } from '../environments/layout.ts';
import { AgentError, reasonOf } from '../errors.ts';
import type { Blind } from './blind.ts';
import type { Candidate, Origin } from './finder.ts';

const maxBytes = 64 * 1024;

/** What a path is, when it is looked at without running anything. */
export type Examined =
  | { readonly status: 'environment'; readonly environment: Environment }
  /** An environment or interpreter that can't be covered. */
  | { readonly status: 'blind'; readonly path: string; readonly python: string | null; readonly blind: Blind }
  /** Nothing of the kind. */
  | { readonly status: 'none' };

/** Looks at a folder, or an interpreter, that may be an environment. Never throws. */
export function examine(path: string): Examined {
  try {
    return { status: 'environment', environment: inspectEnvironment(path, { ask: () => null }) };
  } catch (error) {
    const prefix = prefixOf(path);
    if (prefix === null) return { status: 'none' };
    const code = error instanceof AgentError ? error.code : '';
    const [library] = librariesOf(prefix);
    const python = library?.version ?? null;
    const isUnsupported = code === 'AGENT_ERR_PYTHON_NOT_SUPPORTED';
    const isForeign = library?.implementation === 'pypy' || /\bhas PyPy\b/.test(reasonOf(error));
    // A folder of a tool's that isn't finished, or never was one, is no environment; one that says it is, is broken.
    if (!isUnsupported && !isFile(join(prefix, 'pyvenv.cfg')) && !isFolder(join(prefix, 'conda-meta'))) {
      return { status: 'none' };
    }
    const reason = isUnsupported ? (isForeign ? 'not-cpython' : 'python-too-old') : 'broken';
    const detail = isUnsupported
      ? ''
      : reasonOf(error)
          .replace(/^.*?: it /, '')
          .replace(/;.*$/s, '');
    return { status: 'blind', path: prefix, python, blind: { reason, detail } };
  }
}

/** Whether an entry of a tool's folder is worth being examined: a look or four tell. */
export function mayBeEnvironment({ path, origin }: Candidate): boolean {
  // uv's cache has thousands of entries, and most are unpacked wheels.
  if (origin === 'uv-cache') return isFile(join(path, 'pyvenv.cfg'));
  return (
    isFile(join(path, 'pyvenv.cfg')) ||
    isFolder(join(path, 'conda-meta')) ||
    ['bin/python3', 'bin/python', 'python.exe'].some((name) => isFile(join(path, name)))
  );
}

/** Who made a venv, by what they leave in its pyvenv.cfg. */
export function makerOf(prefix: string): Origin {
  const text = readText(join(prefix, 'pyvenv.cfg'), maxBytes) ?? '';
  if (/^uv\s*=/m.test(text)) return 'uv';
  return /^virtualenv\s*=/m.test(text) ? 'virtualenv' : 'venv';
}

/** Environments of isolated builds: uv's, those of `build`, pip's; and of our own self-test. */
const ephemeral = /[/\\](?:builds-v\d+|build-env-[^/\\]+|pip-build-env-[^/\\]+|culprit-selftest-[^/\\]+)(?:[/\\]|$)/;

/** Why the hook can't be put into an environment, as far as the system tells beforehand; null where nothing speaks against. */
export function obstacle(environment: Environment): Blind | null {
  const { sitePackages, prefix, kind } = environment;
  const [root = ''] = sitePackages;
  if (kind === 'venv' && ephemeral.test(prefix)) return { reason: 'ephemeral', detail: '' };
  // What was found by itself is written to only where it says it is: a link may lead anywhere. Homebrew's interpreters
  // do link their site-packages to another folder of theirs.
  const isTheirs = kind === 'base' && statsOf(root)?.uid === statsOf(prefix)?.uid;
  if (!root.startsWith(`${prefix}${sep}`) && !isTheirs) return { reason: 'outside', detail: root };
  try {
    accessSync(root, constants.W_OK);
    return null;
  } catch {
    const owner = statsOf(root)?.uid;
    const isOthers = owner !== undefined && owner !== 0 && owner !== process.getuid?.();
    return { reason: isOthers ? 'other-user' : 'not-writable', detail: root };
  }
}

/** The folder that a path to an environment, or to its interpreter, means; null where nothing is there. */
function prefixOf(path: string): string | null {
  try {
    if (isFolder(path)) return realpathSync(path);
    const bin = dirname(path);
    return realpathSync(/^(?:bin|Scripts)$/.test(basename(bin)) ? dirname(bin) : bin);
  } catch {
    return null;
  }
}
