/**
 * What a file of native code can reach by itself, by the functions that it asks of the libraries around it: the table of
 * dynamic symbols of an ELF file (elf(5)). No list of packages has to be kept for that.
 */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { BoundedMap } from '../classify/bounded-map.ts';

/** Files whose answer is remembered. */
const maxRemembered = 4_096;
const maxSections = 4_096;
/** Of the tables of one file; a bigger one could have anything in it. */
const maxTableBytes = 16 * 1024 * 1024;

const headerBytes = 64;
const sectionBytes = 64;
const symbolBytes = 24;
const entryBytes = 16;
/** Numbers of elf.h. */
const sectionTypes = { dynamic: 6, dynamicSymbols: 11 };
const tags = { needed: 1, soname: 14 };

/** Whoever uses the network asks for one of these … */
const network = new Set(['connect', 'sendto', 'sendmsg', 'sendmmsg']);
/** … or for one of these, and can then do anything. Many ask for them for other reasons. */
const anything = new Set(['syscall', 'dlsym', 'dlvsym']);

export interface NativeFile {
  /** `hidden` where it isn't to be seen: it has no such table, or can't be read. */
  readonly reach: 'network' | 'anything' | 'nothing' | 'hidden';
  /** The name that others need it by; null where it has none. */
  readonly soname: string | null;
  /** Names of the libraries that it needs. */
  readonly needed: readonly string[];
}

const hidden: NativeFile = { reach: 'hidden', soname: null, needed: [] };

/** Reads each file once, and again when it has changed. */
export type NativeFiles = (path: string) => NativeFile;

export function createNativeFiles(): NativeFiles {
  const known = new BoundedMap<string, { readonly changed: string; readonly file: NativeFile }>(maxRemembered);
  return (path) => {
    let changed: string;
    try {
      const { mtimeMs, size, ino } = statSync(path);
      changed = `${mtimeMs} ${size} ${ino}`;
    } catch {
      return hidden;
    }
    const remembered = known.get(path);
    if (remembered?.changed === changed) return remembered.file;
    const file = readNativeFile(path);
    known.set(path, { changed, file });
    return file;
  };
}

/** Never throws, whatever the file holds. */
function readNativeFile(path: string): NativeFile {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const file = descriptor;
    const { size } = fstatSync(file);
    const read = (offset: number, length: number): Buffer => {
      if (offset < 0 || length < 0 || length > maxTableBytes || offset + length > size) throw new RangeError();
      const bytes = Buffer.allocUnsafe(length);
      if (readSync(file, bytes, 0, length, offset) !== length) throw new RangeError();
      return bytes;
    };
    return parse(read);
  } catch {
    return hidden;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

interface Section {
  readonly type: number;
  readonly bytes: () => Buffer;
  /** The table of its names. */
  readonly link: number;
}

/** @throws RangeError where the file is cut off, or no ELF file of 64 bits in this processor's order. */
function parse(read: (offset: number, length: number) => Buffer): NativeFile {
  const header = read(0, headerBytes);
  // "\x7fELF", 64 bits, the least significant byte first: all that Node runs on but s390x.
  if (header.readUInt32BE(0) !== 0x7f454c46 || header[4] !== 2 || header[5] !== 1) return hidden;
  const count = header.readUInt16LE(60);
  if (count === 0 || count > maxSections || header.readUInt16LE(58) !== sectionBytes) return hidden;
  const table = read(Number(header.readBigUInt64LE(40)), count * sectionBytes);
  const sections = Array.from({ length: count }, (_, index): Section => {
    const row = table.subarray(index * sectionBytes);
    const [offset, length] = [Number(row.readBigUInt64LE(24)), Number(row.readBigUInt64LE(32))];
    return { type: row.readUInt32LE(4), bytes: () => read(offset, length), link: row.readUInt32LE(40) };
  });
  const named = (type: number) => {
    const section = sections.find((each) => each.type === type);
    const names = sections[section?.link ?? count];
    return section === undefined || names === undefined ? null : { rows: section.bytes(), names: names.bytes() };
  };
  const symbols = named(sectionTypes.dynamicSymbols);
  const dynamic = named(sectionTypes.dynamic);
  if (symbols === null || dynamic === null) return hidden;
  const asked = askedSymbols(symbols.rows, symbols.names);
  const isIn = (set: ReadonlySet<string>): boolean => asked.some((name) => set.has(name));
  return {
    reach: isIn(network) ? 'network' : isIn(anything) ? 'anything' : 'nothing',
    soname: dynamicTexts(dynamic.rows, dynamic.names, tags.soname)[0] ?? null,
    needed: dynamicTexts(dynamic.rows, dynamic.names, tags.needed),
  };
}

/** Names of the symbols that are used and not defined here. */
function askedSymbols(rows: Buffer, names: Buffer): string[] {
  const asked: string[] = [];
  for (let at = 0; at + symbolBytes <= rows.length; at += symbolBytes) {
    if (rows.readUInt16LE(at + 6) === 0) asked.push(textAt(names, rows.readUInt32LE(at)));
  }
  return asked;
}

function dynamicTexts(rows: Buffer, names: Buffer, tag: number): string[] {
  const texts: string[] = [];
  for (let at = 0; at + entryBytes <= rows.length; at += entryBytes) {
    if (Number(rows.readBigUInt64LE(at)) === tag) texts.push(textAt(names, Number(rows.readBigUInt64LE(at + 8))));
  }
  return texts;
}

function textAt(names: Buffer, offset: number): string {
  const end = names.indexOf(0, offset);
  return end < 0 ? '' : names.toString('latin1', offset, end);
}
