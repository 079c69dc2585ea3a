/** What the files of a package tell of it beyond its name and version; read once for each state of its RECORD. */
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { readText } from './bounded-read.ts';
import { interned, shared } from './intern.ts';
import { isFolder } from './layout.ts';
import { type RecordedFile, readDirectUrl, readTopLevel } from './record.ts';
import { isStartupName, readStartupFile } from './startup-files.ts';

/** Beyond these, names are no help to anyone. */
const maxTopLevel = 64;
const maxStartupFiles = 32;
const maxSourceLength = 1024;
const maxWheelBytes = 16 * 1024;

/** Where a package was installed from. */
export interface PackageSource {
  /** A package index; an archive or repository by its URL; a folder, copied or as it stands (editable). */
  readonly kind: 'index' | 'archive' | 'vcs' | 'folder' | 'editable';
  /** Without credentials or query: a URL; of vcs with "@COMMIT"; an absolute path. null of an index. */
  readonly at: string | null;
}

export interface PackageFacts {
  /** null where nothing tells. */
  readonly source: PackageSource | null;
  /** The names that it can be imported by, as far as its RECORD tells; sorted, at most 64. */
  readonly topLevel: readonly string[];
  /** It has files of machine code, or says that it is made for one platform. */
  readonly isNative: boolean;
  /** Those of its files that run at every start of Python, relative to site-packages; at most 32. */
  readonly startupFiles: readonly string[];
  /** Of what its RECORD says of its own files: two installs with the same digest are the same files. null without a RECORD. */
  readonly digest: string | null;
}

export interface FactsOf {
  readonly installer: string | null;
  readonly location: string;
  readonly infoPath: string;
  readonly layout: 'dist-info' | 'egg-info';
  readonly editable: string | null;
  files(): Iterable<RecordedFile>;
}

const nativeFile = /\.(?:so(?:\.[\d.]+)?|pyd|dll|dylib)$/;
const importName = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** Reads them: the RECORD, direct_url.json, WHEEL. Nothing is thrown for anything that a package may have written. */
export function readFacts(of: FactsOf): PackageFacts {
  const { infoPath, location } = of;
  const names = new Set<string>();
  const startupFiles: string[] = [];
  const lines: string[] = [];
  let isNative = false;
  for (const { path, hash } of of.files()) {
    const top = path.split('/', 1)[0] ?? '';
    isNative ||= nativeFile.test(path);
    const name = importedName(path, top);
    if (name !== null && names.size < maxTopLevel) names.add(name);
    if (isStartupName(top) && startupFiles.length < maxStartupFiles && runsAtStart(join(location, path))) {
      if (!path.includes('/') || path === `${top}/__init__.py`) startupFiles.push(interned(path));
    }
    if (isOwnContent(path, top)) lines.push(`${path},${hash}`);
  }
  for (const name of names.size === 0 ? readTopLevel(infoPath) : []) {
    if (importName.test(name) && names.size < maxTopLevel) names.add(interned(name));
  }
  return shared({
    source: sourceOf(of),
    topLevel: [...names].sort(),
    isNative: isNative || isPlatformWheel(infoPath),
    startupFiles: startupFiles.sort(),
    digest: of.layout === 'egg-info' || lines.length === 0 ? null : digestOf(lines),
  });
}

function importedName(path: string, top: string): string | null {
  if (top === path) {
    const name = /^([^.]+)\.(?:py|so|pyd|[^.]+\.(?:so|pyd))$/.exec(top)?.[1];
    return name !== undefined && importName.test(name) && !name.startsWith('__editable__') ? interned(name) : null;
  }
  if (!importName.test(top) || top === '__pycache__' || !/\.(?:py|pyc|so|pyd)$/.test(path)) return null;
  return interned(top);
}

function runsAtStart(path: string): boolean {
  return isFolder(path) || readStartupFile(path) !== null;
}

/**
 * What is the same wherever a wheel is installed: not byte code, not scripts (their first line names the environment),
 * nor what the installer says of itself.
 */
function isOwnContent(path: string, top: string): boolean {
  if (path.endsWith('.pyc') || top === '..' || top === '' || path.startsWith('/')) return false;
  return !top.endsWith('.dist-info') || ['METADATA', 'entry_points.txt', 'WHEEL'].includes(basename(path));
}

function digestOf(lines: string[]): string {
  return interned(createHash('sha256').update(lines.sort().join('\n')).digest('base64url').slice(0, 22));
}

function isPlatformWheel(infoPath: string): boolean {
  return /^Root-Is-Purelib:\s*false/im.test(readText(join(infoPath, 'WHEEL'), maxWheelBytes) ?? '');
}

function sourceOf({ infoPath, installer, editable }: FactsOf): PackageSource | null {
  const direct = readDirectUrl(infoPath);
  if (direct !== null) return { kind: direct.kind, at: interned(direct.at.slice(0, maxSourceLength)) };
  if (editable !== null) return { kind: 'editable', at: interned(editable) };
  // Who installs from elsewhere says so in direct_url.json (PEP 610).
  return installer === 'pip' || installer === 'uv' ? { kind: 'index', at: null } : null;
}
