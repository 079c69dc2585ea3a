/** What is covered and what isn't, and why: of interpreters and environments, and of the Python processes that run. */
import { join } from 'node:path';
import { type Environment, minorOf } from '../environments/environment.ts';
import type { Environments } from '../environments/environments.ts';
import { libraryStartup, packageDir, startupFiles } from '../environments/hook-source.ts';
import { isFile, statsOf } from '../environments/layout.ts';
import type { ProcessTable } from '../processes/process-table.ts';
import type { Blind } from './blind.ts';
import type { Discovered } from './discover.ts';
import { obstacle } from './examine.ts';
import type { Policy } from './policy.ts';
import type { PythonProcess } from './pythons.ts';

/** How something is covered. */
export type CoveredBy =
  /** The hook is in the environment itself. */
  | 'hook'
  /** It is in the standard library of the interpreter that the environment was made of. */
  | 'interpreter'
  /** It is in the user's own site-packages: the interpreter itself can't be written by this user. */
  | 'user-site';

export type Coverage =
  | { readonly state: 'covered'; readonly by: CoveredBy }
  | { readonly state: 'blind'; readonly blind: Blind };

/** What is asked of the environments' room. */
export type Hooks = Pick<Environments, 'registered' | 'hookIn' | 'hookInLibrary'>;

export interface CoveredEnvironment extends Discovered {
  readonly coverage: Coverage;
}

/** The coverage of all that was found. One that is registered, and gone, isn't among them. */
export function coverageOf(found: readonly Discovered[], hooks: Hooks, policy: Policy): CoveredEnvironment[] {
  const registered = hooks.registered();
  const libraries = new Map<string | null, boolean>();
  const isLibraryCovered = (library: string | null): boolean => {
    const known = libraries.get(library) ?? isThere(hooks.hookInLibrary(library).state);
    libraries.set(library, known);
    return known;
  };
  const stateOf = (entry: Discovered): Coverage => {
    const { environment, path } = entry;
    if (environment === null) return blind(entry.blind?.reason ?? 'broken', entry.blind?.detail ?? '');
    const known = registered.get(path);
    const hook = hooks.hookIn(environment, known?.base ?? false);
    if (isThere(hook.state)) return { state: 'covered', by: 'hook' };
    if (isLibraryCovered(environment.standardLibrary)) return { state: 'covered', by: 'interpreter' };
    if (known !== undefined || hook.state === 'damaged') {
      return blind('hook-removed', hook.state === 'damaged' ? hook.files.slice(0, 3).join(', ') : '');
    }
    const pattern = policy.excludes(path);
    if (pattern !== null) return blind('excluded', pattern);
    const inTheWay = obstacle(environment);
    if (inTheWay !== null) return { state: 'blind', blind: inTheWay };
    return blind(policy.cover === 'listed' ? 'policy' : policy.cover === 'ask' ? 'asked' : 'pending', '');
  };
  const all = found.map((entry) => ({ ...entry, coverage: stateOf(entry) }));
  const userSites = all.filter(({ kind, coverage }) => kind === 'user' && coverage.state === 'covered');
  // An interpreter reads the user's site-packages of its own version.
  return all.map((entry) => {
    const { environment, coverage } = entry;
    const isOpen = environment?.kind === 'base' && coverage.state === 'blind';
    const isRead = userSites.some(({ python }) => minorOf(python) === minorOf(entry.python));
    return isOpen && isRead ? { ...entry, coverage: { state: 'covered', by: 'user-site' } } : entry;
  });
}

/** How a Python process is covered, or not. */
export type ProcessCoverage =
  /** `heard`: it speaks with the agent. `loaded`: the hook is in it, and has had nothing to say. `expected`: its start-up
   * files bring the hook up, and the system doesn't show whether they did. */
  | { readonly state: 'covered'; readonly by: 'heard' | 'loaded' | 'expected' }
  | { readonly state: 'blind'; readonly blind: Blind };

export interface ProcessContext {
  /** The environments, by their prefix. */
  readonly environments: ReadonlyMap<string, readonly CoveredEnvironment[]>;
  readonly table: ProcessTable;
  /** Whether a process has spoken with this agent. */
  readonly isHeard: (pid: number) => boolean;
}

export function processCoverage(process: PythonProcess, context: ProcessContext): ProcessCoverage {
  const { pid, kind, prefix, argv } = process;
  const { table } = context;
  if (context.isHeard(pid)) return { state: 'covered', by: 'heard' };
  if (kind === 'other-user' || kind === 'container') return blind(kind, '');
  const code = table.code(pid)?.files ?? [];
  if (code.some((file) => gateFile.test(file))) return { state: 'covered', by: 'loaded' };
  if (kind === 'embedded') return blind('embedded', '');
  const options = interpreterOptions(argv);
  if (options.includes('S')) return blind('no-site', '');
  if (table.variable(pid, 'CULPRIT_DISABLE') !== null) return blind('disabled', '');
  const its = prefix === null ? [] : (context.environments.get(prefix) ?? []);
  const environment = its.length > 1 ? its.find((each) => isOfVersion(each, process)) : its[0];
  if (environment === undefined) return blind('pending', '');
  const { coverage } = environment;
  if (coverage.state === 'blind') return coverage;
  if (coverage.by === 'user-site' && /[Is]/.test(options)) return blind('isolated', '');
  const { file, hasGate } = startOf(environment.environment, coverage.by);
  const sinceMs = statsOf(file)?.mtimeMs ?? 0;
  if (process.startedMs < sinceMs) return blind('started-before', '');
  // Where there is a filter in C it is loaded at the start, before anything else is done.
  const isUp = Date.now() - process.startedMs > startingMs;
  if (hasGate && isUp && code.length > 0 && !/\dt$/.test(process.executable)) return blind('unheard', '');
  return { state: 'covered', by: 'expected' };
}

/** The file that brings the hook up in an environment, and whether a filter in C belongs to it. */
function startOf(environment: Environment | null, by: CoveredBy): { readonly file: string; readonly hasGate: boolean } {
  const [site = ''] = environment?.sitePackages ?? [];
  const root = by === 'interpreter' ? (environment?.standardLibrary ?? '') : site;
  const file = join(root, by === 'interpreter' ? libraryStartup : startupFiles[0]);
  return { file, hasGate: by !== 'user-site' && isFile(join(root, packageDir, '_gate.abi3.so')) };
}

/** A process that has begun so long ago, ms, has brought up its hook, on a machine that is busy too. */
const startingMs = 10_000;
/** The hook's filter in C, wherever it was put. */
const gateFile = /\/_culprit\/_gate\.abi3\.so$/;

/** The letters of an interpreter's options, before the program that it runs: "IS" of `python -I -S x.py`. */
function interpreterOptions(argv: readonly string[]): string {
  let letters = '';
  for (let index = 1; index < argv.length; index += 1) {
    const [, flags = '', taking = '', value = ''] =
      /^-([A-Za-z]*?)([cmWX]?)((?<=[cmWX]).*)?$/.exec(argv[index] ?? '') ?? [];
    if (flags === '' && taking === '') break;
    letters += flags;
    // -c and -m end the options; -W and -X take a value, in the same word or the next.
    if (taking === 'c' || taking === 'm') break;
    if (taking !== '' && value === '') index += 1;
  }
  return letters;
}

function isOfVersion({ python }: CoveredEnvironment, { executable }: PythonProcess): boolean {
  return executable.endsWith(`python${minorOf(python)}`);
}

function isThere(state: string): boolean {
  return state === 'installed' || state === 'outdated';
}

function blind(reason: Blind['reason'], detail: string): { readonly state: 'blind'; readonly blind: Blind } {
  return { state: 'blind', blind: { reason, detail } };
}
