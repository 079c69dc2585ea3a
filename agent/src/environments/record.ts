/**
 * The files in a `.dist-info` folder (PEP 376, 610, 627) and its elder, `.egg-info`. All of them were written by
 * whoever made the package, so each is read to a bound, and what it says is taken for no more than a claim.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { readHead, readText } from './bounded-read.ts';
import { normalizeName } from './names.ts';

/** PyTorch's RECORD, one of the largest, has 2 MB. */
const maxRecordBytes = 32 * 1024 * 1024;
const maxRecordLines = 500_000;
/** Name and version stand in the first lines; what else may come before the description's blank line has a bound. */
const metadataHeadBytes = 4096;
const maxMetadataBytes = 256 * 1024;
const maxSmallFileBytes = 64 * 1024;
const maxNameLength = 256;
const maxPathLength = 4096;
const maxLineBytes = 16 * 1024;
const newline = 0x0a;
const quote = 0x22;

export interface Identity {
  /** Normalised. */
  readonly name: string;
  readonly version: string;
}

/** One line of a RECORD. The path is as it stands there: relative to site-packages, possibly leading out of it. */
export interface RecordedFile {
  readonly path: string;
  /** "sha256=…", or empty. */
  readonly hash: string;
  /** Bytes; null where it isn't told. */
  readonly size: number | null;
}

/** Reads a RECORD; what is beyond its bounds, or no path, is left out. No file is no line. */
export function readRecord(infoDir: string): Iterable<RecordedFile> {
  return parseRecord(readHeadOrNothing(join(infoDir, 'RECORD'), maxRecordBytes));
}

/** The lines of a RECORD: CSV of path, hash and size, any of them possibly quoted. */
export function* parseRecord(bytes: Buffer): Generator<RecordedFile> {
  let start = 0;
  let nextQuote = -1;
  for (let lines = 0; start < bytes.length && lines < maxRecordLines; lines += 1) {
    // Nearly no line has a quote: one native search answers for all lines before the next one.
    if (nextQuote < start) nextQuote = indexOrEnd(bytes, quote, start);
    const end = endOfLine(bytes, start, nextQuote);
    const isTooLong = end - start > maxLineBytes;
    // Each line is decoded by itself: a slice of one long string would keep the whole RECORD in memory.
    const [path, hash, size] = isTooLong ? ['', '', ''] : fieldsOf(bytes.toString('utf8', start, end));
    start = end + 1;
    if (path !== '' && path.length <= maxPathLength && !path.includes('\0')) yield { path, hash, size: sizeOf(size) };
  }
}

/** Where the line ends that starts at `start`: a quoted field may hold a newline, at most as far as a line may go. */
function endOfLine(bytes: Buffer, start: number, nextQuote: number): number {
  const end = indexOrEnd(bytes, newline, start);
  if (nextQuote >= end) return end;
  let isOpen = false;
  const limit = Math.min(bytes.length, start + maxLineBytes);
  for (let at = nextQuote; at < limit; at += 1) {
    if (bytes[at] === quote) isOpen = !isOpen;
    else if (bytes[at] === newline && !isOpen) return at;
  }
  return limit === bytes.length ? limit : indexOrEnd(bytes, newline, limit);
}

function indexOrEnd(bytes: Buffer, byte: number, start: number): number {
  const index = bytes.indexOf(byte, start);
  return index === -1 ? bytes.length : index;
}

function fieldsOf(line: string): [path: string, hash: string, size: string] {
  if (!line.includes('"')) {
    const comma = line.indexOf(',');
    if (comma === -1) return [line.trim(), '', ''];
    const second = line.indexOf(',', comma + 1);
    if (second === -1) return [line.slice(0, comma), line.slice(comma + 1).trim(), ''];
    return [line.slice(0, comma), line.slice(comma + 1, second).trim(), line.slice(second + 1).trim()];
  }
  const fields = [...line.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*))(?:,|\r?$)/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
  return [fields[0] ?? '', fields[1] ?? '', fields[2] ?? ''];
}

function sizeOf(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/**
 * Name and version from a METADATA or PKG-INFO: the header only, which is an e-mail's (RFC 822).
 * Null where there is no such file, or the header doesn't say both.
 */
export function readMetadata(path: string): Identity | null {
  const head = readHeadOrNothing(path, metadataHeadBytes);
  const identity = parseMetadata(head.toString('utf8'));
  if (identity !== null || head.length < metadataHeadBytes) return identity;
  return parseMetadata(readHeadOrNothing(path, maxMetadataBytes).toString('utf8'));
}

export function parseMetadata(text: string): Identity | null {
  const header = /^(?:[^\r\n]+(?:\r?\n|$))*/.exec(text)?.[0] ?? '';
  const field = (name: string): string => new RegExp(`^${name}:[ \\t]*(\\S+)`, 'im').exec(header)?.[1] ?? '';
  const name = field('Name');
  const version = field('Version');
  return isName(name) && isVersion(version) ? { name: normalizeName(name), version } : null;
}

/** Name and version from the name of a `.dist-info` or `.egg-info` entry; null where it has none. */
export function identityOfEntry(entry: string): Identity | null {
  const [, name, version] = /^(.+?)-([^-]+?)(?:\.dist-info|(?:-py\d[\d.]*)?(?:-[\w.]+)?\.egg-info)$/.exec(entry) ?? [];
  if (name === undefined || version === undefined) return null;
  return isName(name) && isVersion(version) ? { name: normalizeName(name), version } : null;
}

function isName(text: string): boolean {
  return text.length <= maxNameLength && /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i.test(text);
}

function isVersion(text: string): boolean {
  return text !== '' && text.length <= maxNameLength && /^[\w.!+*-]+$/.test(text);
}

/** What put the package there ("pip", "uv", "conda"), or null where it isn't told. */
export function readInstaller(infoDir: string): string | null {
  const first = readText(join(infoDir, 'INSTALLER'), 256)?.split('\n', 1)[0]?.trim() ?? '';
  return /^[\w.+-]{1,64}$/.test(first) ? first : null;
}

/** What direct_url.json (PEP 610) says: a package that came from no index. */
export interface DirectUrl {
  readonly kind: 'archive' | 'vcs' | 'folder' | 'editable';
  /** A path for what lies on this machine, else a URL without credentials, query and fragment; of vcs with "@COMMIT". */
  readonly at: string;
}

/** Where a package came from, or null where it isn't told or makes no sense. */
export function readDirectUrl(infoDir: string): DirectUrl | null {
  const text = readText(join(infoDir, 'direct_url.json'), maxSmallFileBytes);
  if (text === null) return null;
  try {
    const said = directUrlSchema.parse(JSON.parse(text));
    const path = pathOfFileUrl(said.url);
    if (said.dir_info) return path === null ? null : { kind: said.dir_info.editable ? 'editable' : 'folder', at: path };
    if (!said.vcs_info) return { kind: 'archive', at: path ?? bareUrl(said.url) };
    const { vcs, commit_id: commit } = said.vcs_info;
    return { kind: 'vcs', at: `${vcs}+${path === null ? bareUrl(said.url) : `file://${path}`}@${commit}` };
  } catch {
    return null;
  }
}

const directUrlSchema = z.object({
  url: z.string(),
  dir_info: z.object({ editable: z.boolean().optional() }).nullish(),
  vcs_info: z
    .object({ vcs: z.string().regex(/^[a-z]{1,16}$/), commit_id: z.string().regex(/^[\w.-]{1,128}$/) })
    .nullish(),
});

/** Tokens for private indexes stand in the user part, in the query, and (GitHub's archives) nowhere else. */
function bareUrl(text: string): string {
  // Some write git's own form, git@host:path, which is no URL.
  const url = new URL(/^[\w.-]+@[\w.-]+:/.test(text) ? `ssh://${text.replace(':', '/')}` : text);
  for (const part of ['username', 'password', 'search', 'hash'] as const) url[part] = '';
  return url.href;
}

/** The folder that an editable install leads to (PEP 610), or null where it is none. */
export function readEditableDir(infoDir: string): string | null {
  const direct = readDirectUrl(infoDir);
  return direct?.kind === 'editable' ? direct.at : null;
}

function pathOfFileUrl(url: string): string | null {
  if (!url.startsWith('file:')) return null;
  const { host, pathname } = new URL(url);
  if (host !== '' && host !== 'localhost') return null;
  const path = decodeURIComponent(pathname);
  // file:///C:/project
  return /^\/[a-z]:\//i.test(path) ? path.slice(1) : path;
}

/** The top-level names that an old-fashioned package declares to share with others (pkg_resources' namespaces). */
export function readNamespaces(infoDir: string): string[] {
  return lines(readText(join(infoDir, 'namespace_packages.txt'), maxSmallFileBytes)).filter((line) =>
    /^[\w.]+$/.test(line),
  );
}

/** The top-level modules of a package, or none where it doesn't say. */
export function readTopLevel(infoDir: string): string[] {
  return lines(readText(join(infoDir, 'top_level.txt'), maxSmallFileBytes)).filter((line) => /^[\w./]+$/.test(line));
}

/** The files of a legacy install, relative to the `.egg-info` folder itself; none where it doesn't say. */
export function readInstalledFiles(infoDir: string): string[] {
  return lines(readText(join(infoDir, 'installed-files.txt'), maxRecordBytes)).slice(0, maxRecordLines);
}

/** Where a `NAME.egg-link` leads: the folder with the package's `.egg-info`; null where it doesn't say. */
export function readEggLink(path: string): string | null {
  return lines(readText(path, maxSmallFileBytes))[0] ?? null;
}

function lines(text: string | null): string[] {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line.length <= maxPathLength);
}

function readHeadOrNothing(path: string, maxBytes: number): Buffer {
  try {
    return readHead(path, maxBytes) ?? Buffer.alloc(0);
  } catch {
    return Buffer.alloc(0);
  }
}
