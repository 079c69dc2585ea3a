import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { AgentError, reasonOf, systemCode } from '../errors.ts';
import { readText } from './bounded-read.ts';
import {
  baseSitePackages,
  existingFolders,
  hasStandardLibrary,
  isFile,
  isFolder,
  type Library,
  librariesOf,
  namesIn,
} from './layout.ts';
import { type PyvenvConfig, readPyvenvConfig } from './pyvenv.ts';

const oldestMinor = 8;
const askTimeoutMs = 10_000;
/** PEP 370: ~/.local/lib/python3.11, ~/Library/Python/3.11/lib/python, %APPDATA%\\Python\\Python311. */
const userSitePath =
  /\/(?:lib\/python|Python\/)(3\.\d+)t?(?:\/lib\/python)?\/site-packages$|\/Python(3\d+)\/site-packages$/;

/** `user` is a person's own site-packages (PEP 370), which every interpreter of its version reads for that person. */
export type EnvironmentKind = 'venv' | 'conda' | 'base' | 'user';

/** A place where packages are installed. All paths are absolute and real (symbolic links resolved). */
export interface Environment {
  /**
   * What it is known by: its prefix, a user's site-packages, or, of a prefix that several interpreters share, the
   * executable of one that isn't the prefix's `python3`.
   */
  readonly path: string;
  readonly kind: EnvironmentKind;
  /** "3.11.7", or "3.11" where nothing tells more. */
  readonly python: string;
  /** What its Python calls sys.prefix. */
  readonly prefix: string;
  /** What its Python calls sys.base_prefix: the interpreter that it was made from. */
  readonly basePrefix: string;
  /** The folders of its packages (purelib, platlib), each once; the first is where pip installs. Never empty. */
  readonly sitePackages: readonly string[];
  /** The folder of the standard library; null where the base interpreter is gone. */
  readonly standardLibrary: string | null;
  /** It sees the packages of its base interpreter too. */
  readonly systemSitePackages: boolean;
}

export interface InspectOptions {
  /** The version that a process running there told: nothing is executed to learn it. */
  readonly python?: string | undefined;
  /** Asks an interpreter for its version, "3.11.7"; null where it doesn't answer. Only for a base interpreter. */
  readonly ask?: (executable: string) => string | null;
}

/**
 * Says what environment a folder (or the `bin/python` in it) is. Its Python isn't run where files tell the version.
 * @throws AgentError AGENT_ERR_NOT_AN_ENVIRONMENT, AGENT_ERR_PYTHON_NOT_SUPPORTED
 */
export function inspectEnvironment(path: string, options: InspectOptions = {}): Environment {
  const given = resolve(path);
  const user = inspectUserSite(given);
  if (user !== null) return user;
  for (const { prefix, executable } of candidatesOf(given)) {
    const config = readConfig(prefix);
    if (config !== null) return inspectVenv(prefix, config);
    const library = baseLibrary(prefix, executable, options.python);
    if (library !== null) return inspectBase(prefix, library, executable, options);
  }
  throw notAnEnvironment(given);
}

interface Candidate {
  readonly prefix: string;
  /** The interpreter that was named, if one was. */
  readonly executable: string | null;
}

/** The prefixes that a path may mean: itself, or those around an executable (a link to one leads to its real home). */
function candidatesOf(given: string): Candidate[] {
  if (!isFile(given)) return isFolder(given) ? [{ prefix: realpathSync(given), executable: null }] : [];
  const real = realpathSync(given);
  // bin/python and Scripts\python.exe are one folder down; a base interpreter on Windows stands in its prefix.
  const around = (file: string): string[] => [dirname(dirname(file)), dirname(file)];
  return [...around(given), ...around(real)].map((prefix) => ({ prefix: realpathSync(prefix), executable: real }));
}

/** `lib/python3.X/site-packages` of a folder that is neither an interpreter's nor an environment's; else null. */
function inspectUserSite(given: string): Environment | null {
  const match = userSitePath.exec(given.replaceAll('\\', '/'));
  if (match === null || !isFolder(given)) return null;
  const site = realpathSync(given);
  const version = (match[1] ?? `${match[2]}`).replace(/^3(\d)/, '3.$1');
  // On Windows its prefix is the folder around it, elsewhere there is lib/pythonX.Y between them.
  const prefix = /\/lib\/python[^/]*\/site-packages$/.test(match[0]) ? dirname(dirname(dirname(site))) : dirname(site);
  const isInterpreter = librariesOf(prefix).some(({ dir }) => hasStandardLibrary(dir));
  if (isInterpreter || readConfig(prefix) !== null) return null;
  refuseOldPython(site, version);
  return {
    path: site,
    kind: 'user',
    python: version,
    prefix,
    basePrefix: prefix,
    sitePackages: [site],
    standardLibrary: null,
    systemSitePackages: false,
  };
}

function readConfig(prefix: string): PyvenvConfig | null {
  try {
    return readPyvenvConfig(prefix);
  } catch (cause) {
    const message = `${join(prefix, 'pyvenv.cfg')} can't be read (${reasonOf(cause)}); run the command as its owner.`;
    throw new AgentError('AGENT_ERR_NOT_AN_ENVIRONMENT', message, { cause });
  }
}

function inspectVenv(prefix: string, config: PyvenvConfig): Environment {
  const libraries = librariesOf(prefix);
  const isPyPy = config.implementation?.toLowerCase() === 'pypy' || libraries.some((l) => l.implementation === 'pypy');
  if (isPyPy) throw notSupported(prefix, 'PyPy');
  const wanted = config.version === null ? null : minorOf(config.version);
  refuseOldPython(prefix, config.version ?? libraries[0]?.version ?? null);
  const own = libraries.filter(({ version }) => version === null || wanted === null || version === wanted);
  const sitePackages = existingFolders(own.map(({ dir }) => join(dir, 'site-packages')));
  if (sitePackages.length === 0) throw withoutSitePackages(prefix, config.version, libraries);
  const version = config.version ?? own[0]?.version ?? '';
  const base = baseOf(config, version);
  return {
    path: prefix,
    kind: 'venv',
    python: version,
    prefix,
    basePrefix: base.prefix,
    sitePackages,
    standardLibrary: base.standardLibrary,
    systemSitePackages: config.systemSitePackages,
  };
}

/** The base interpreter of a venv: the first of what pyvenv.cfg hints at that holds a standard library. */
function baseOf(config: PyvenvConfig, version: string): { prefix: string; standardLibrary: string | null } {
  const { home, basePrefix, executable } = config;
  const named = process.platform === 'win32' ? 'python.exe' : `python${minorOf(version)}`;
  // `home` is the folder of a link on macOS and with many version managers: the real executable leads to its prefix.
  const executables = [executable, home === null ? null : join(home, named)].filter((file) => file !== null);
  const hints = [
    basePrefix,
    home === null ? null : process.platform === 'win32' ? home : dirname(home),
    ...executables.flatMap((file) => (isFile(file) ? [dirname(dirname(realpathSync(file)))] : [])),
  ].filter((hint) => hint !== null);
  for (const hint of hints) {
    const library = librariesOf(hint).find((l) => isOf(l, version) && hasStandardLibrary(l.dir));
    if (library !== undefined) return { prefix: realpathSync(hint), standardLibrary: realpathSync(library.dir) };
  }
  return { prefix: hints[0] ?? '', standardLibrary: null };
}

/** The library of the interpreter that a prefix is, or null where it is none. A prefix may hold several. */
function baseLibrary(prefix: string, executable: string | null, python: string | undefined): Library | null {
  const libraries = librariesOf(prefix).filter(({ dir }) => hasStandardLibrary(dir));
  const versionIn = (file: string): string | undefined => /^python(\d+\.\d+)/.exec(basename(file))?.[1];
  const link = join(prefix, 'bin', 'python3');
  const preferred = [
    python === undefined ? undefined : minorOf(python),
    executable === null ? undefined : versionIn(executable),
    isFile(link) ? versionIn(realpathSync(link)) : undefined,
  ].find((version) => version !== undefined && libraries.some((library) => isOf(library, version)));
  const candidates = libraries.filter((library) => preferred === undefined || isOf(library, preferred));
  return candidates.sort((a, b) => minorNumber(b.version) - minorNumber(a.version))[0] ?? null;
}

function inspectBase(
  prefix: string,
  library: Library,
  executable: string | null,
  { python, ask = askVersion }: InspectOptions,
): Environment {
  if (library.implementation === 'pypy') throw notSupported(prefix, 'PyPy');
  refuseOldPython(prefix, library.version);
  const isConda = isFolder(join(prefix, 'conda-meta'));
  const version = versionOfBase(prefix, library, python) ?? ask(executable ?? interpreterOf(prefix, library)) ?? '';
  refuseOldPython(prefix, version);
  const sitePackages = existingFolders(baseSitePackages(prefix, library));
  if (sitePackages.length === 0) throw withoutSitePackages(prefix, version, []);
  const isMain = baseLibrary(prefix, null, undefined)?.dir === library.dir;
  return {
    path: isMain ? prefix : interpreterOf(prefix, library),
    kind: isConda ? 'conda' : 'base',
    python: version || (library.version ?? ''),
    prefix,
    basePrefix: prefix,
    sitePackages,
    standardLibrary: realpathSync(library.dir),
    systemSitePackages: false,
  };
}

function versionOfBase(prefix: string, library: Library, told: string | undefined): string | null {
  if (told !== undefined && isOf(library, told)) return told;
  const include = library.version === null ? 'include' : join('include', basename(library.dir));
  const header = readText(join(prefix, include, 'patchlevel.h'), 64 * 1024) ?? '';
  const defined = /^#define\s+PY_VERSION\s+"(\d+\.\d+\.\d+)/m.exec(header)?.[1];
  if (defined !== undefined && isOf(library, defined)) return defined;
  for (const name of namesIn(join(prefix, 'conda-meta'))) {
    const version = /^python-(\d+\.\d+\.\d+)-/.exec(name)?.[1];
    if (version !== undefined && isOf(library, version)) return version;
  }
  return null;
}

function interpreterOf(prefix: string, library: Library): string {
  if (process.platform === 'win32') return join(prefix, 'python.exe');
  return join(prefix, 'bin', basename(library.dir));
}

/** -I and -S: neither start-up files nor the user's settings take part. */
function askVersion(executable: string): string | null {
  const script = 'import platform; print(platform.python_version())';
  try {
    const said = execFileSync(executable, ['-I', '-S', '-c', script], {
      timeout: askTimeoutMs,
      maxBuffer: 4096,
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
    });
    return /^\d+\.\d+\.\d+/.exec(said)?.[0] ?? null;
  } catch {
    return null;
  }
}

/** "3.11" of "3.11.7". */
export function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

function minorNumber(version: string | null): number {
  return Number(version?.split('.')[1] ?? 0);
}

function isOf(library: Library, version: string): boolean {
  return library.version === null || library.version === minorOf(version);
}

function refuseOldPython(prefix: string, version: string | null): void {
  const [major, minor] = (version ?? '').split('.').map(Number);
  if (version === null || version === '' || major === undefined || minor === undefined) return;
  if (major === 3 && minor >= oldestMinor) return;
  throw notSupported(prefix, `Python ${version}`);
}

function notSupported(prefix: string, what: string): AgentError {
  const message = `${prefix} has ${what}; the hook needs CPython 3.${oldestMinor} or later, so make the environment with one.`;
  return new AgentError('AGENT_ERR_PYTHON_NOT_SUPPORTED', message);
}

function withoutSitePackages(prefix: string, version: string | null, libraries: readonly Library[]): AgentError {
  const found = libraries.map(({ dir }) => basename(dir)).join(', ');
  const instead = found === '' ? '' : `, only ${found}`;
  const what =
    version === null || version === '' ? 'no site-packages folder' : `no site-packages for ${version}${instead}`;
  const message = `${prefix} is a broken Python environment: it has ${what}; make it again, for example with: python3 -m venv --clear ${prefix}`;
  return new AgentError('AGENT_ERR_NOT_AN_ENVIRONMENT', message);
}

function notAnEnvironment(given: string): AgentError {
  const inside = ['.venv', 'venv', 'env']
    .map((name) => join(given, name))
    .find((dir) => isFile(join(dir, 'pyvenv.cfg')));
  const example = inside ?? '~/project/.venv';
  const what = existsWhy(given) ?? 'has neither pyvenv.cfg nor a standard library (lib/python3.X/os.py) in it';
  const message = `${given} is no Python environment: it ${what}; give the folder of one, for example: culprit-agent env add ${example}`;
  return new AgentError('AGENT_ERR_NOT_AN_ENVIRONMENT', message);
}

/** Why a path can't be looked at, as the end of "it …"; null where it can. */
function existsWhy(path: string): string | null {
  try {
    realpathSync(path);
    return null;
  } catch (error) {
    return systemCode(error) === 'ENOENT' ? 'does not exist' : `can't be read (${reasonOf(error)})`;
  }
}
