/**
 * Builds a wheel (PyPA binary distribution format 1.0) from a folder, without a build backend and without a network,
 * so that tests can have any package they need, a malformed start-up file included. The same input gives the same bytes.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ZipEntry, zipOf } from './zip.ts';

/** No local wheel is to reach an index by mistake: PyPI refuses an upload that bears this classifier. */
const neverUpload = 'Private :: Do Not Upload';

export interface WheelOptions {
  /** The distribution's name as its author writes it. */
  readonly name: string;
  /** A PEP 440 version. */
  readonly version: string;
  /** Its contents become the contents of site-packages; null where extraFiles are all of it. */
  readonly source: string | null;
  /** The folder that the wheel is written to; made where it is missing. */
  readonly outDir: string;
  /** Further files by their path in the wheel: data, a `.pth` at its root, a changed copy of a file of the source. */
  readonly extraFiles?: Readonly<Record<string, string | Uint8Array>>;
  readonly summary?: string;
  /** Requires-Dist lines. */
  readonly requires?: readonly string[];
  /** Console scripts: the command's name and "module:function". */
  readonly scripts?: Readonly<Record<string, string>>;
}

/**
 * Writes `NAME-VERSION-py3-none-any.whl` and gives its path. Byte code and its caches are left out.
 * @throws Error where a name or version is not allowed, or the source holds something that is neither file nor folder.
 */
export async function buildWheel(options: WheelOptions): Promise<string> {
  const { name, version, source, outDir, extraFiles = {} } = options;
  if (!/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(name)) throw new Error(`"${name}" is no name of a distribution`);
  if (!/^[0-9]+(\.[0-9]+)*([a-z0-9.+!]*)$/i.test(version)) throw new Error(`"${version}" is no PEP 440 version`);
  const stem = `${name.replace(/[-_.]+/g, '_').toLowerCase()}-${version}`;
  const files = new Map<string, Uint8Array>(source === null ? [] : await readFolder(source, ''));
  for (const [path, content] of Object.entries(extraFiles)) {
    if (path.split('/').some((part) => part === '' || part === '.' || part === '..') || path.includes('\\')) {
      throw new Error(`"${path}" is no path inside a wheel: use forward slashes, and no "." or ".." between them`);
    }
    files.set(path, typeof content === 'string' ? Buffer.from(content, 'utf8') : content);
  }
  const info = `${stem}.dist-info`;
  const entries = [...files].map(([path, bytes]): ZipEntry => ({ name: path, bytes })).sort(byName);
  entries.push(...metadata(info, options));
  entries.push({ name: `${info}/RECORD`, bytes: Buffer.from(record(entries, info), 'utf8') });

  await mkdir(outDir, { recursive: true });
  const wheel = join(outDir, `${stem}-py3-none-any.whl`);
  await writeFile(wheel, zipOf(entries));
  return wheel;
}

async function readFolder(folder: string, prefix: string): Promise<[string, Uint8Array][]> {
  const files: [string, Uint8Array][] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.name === '__pycache__' || entry.name.endsWith('.pyc')) continue;
    if (entry.isDirectory()) files.push(...(await readFolder(path, `${prefix}${entry.name}/`)));
    else if (entry.isFile()) files.push([`${prefix}${entry.name}`, await readFile(path)]);
    else throw new Error(`${path} is neither a file nor a folder: a wheel has no place for it`);
  }
  return files;
}

function metadata(info: string, { name, version, summary, requires = [], scripts = {} }: WheelOptions): ZipEntry[] {
  const core = ['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`];
  if (summary !== undefined) core.push(`Summary: ${summary}`);
  core.push(
    `Classifier: ${neverUpload}`,
    'Requires-Python: >=3.8',
    ...requires.map((line) => `Requires-Dist: ${line}`),
  );
  const wheel = ['Wheel-Version: 1.0', 'Generator: culprit-test', 'Root-Is-Purelib: true', 'Tag: py3-none-any'];
  const entries = [textEntry(`${info}/METADATA`, core), textEntry(`${info}/WHEEL`, wheel)];
  const commands = Object.entries(scripts).map(([command, target]) => `${command} = ${target}`);
  if (commands.length > 0) entries.push(textEntry(`${info}/entry_points.txt`, ['[console_scripts]', ...commands]));
  return entries;
}

function textEntry(name: string, lines: readonly string[]): ZipEntry {
  return { name, bytes: Buffer.from(`${lines.join('\n')}\n`, 'utf8') };
}

/** RECORD (PEP 376, PEP 627): path, digest and size of each file; its own line has neither. */
function record(entries: readonly ZipEntry[], info: string): string {
  const field = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = entries.map(({ name, bytes }) => {
    const digest = createHash('sha256').update(bytes).digest('base64url');
    return `${field(name)},sha256=${digest},${bytes.length}`;
  });
  return `${[...lines, `${field(`${info}/RECORD`)},,`].join('\n')}\n`;
}

function byName(a: ZipEntry, b: ZipEntry): number {
  return a.name < b.name ? -1 : 1;
}
