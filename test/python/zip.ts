/**
 * A ZIP archive (PKWARE APPNOTE 6.3.3) in its plainest form: entries stored as they are, in the order given, dated
 * 1980-01-01, mode 0644. The same entries give the same bytes on every machine, whatever its zlib.
 */
import { crc32 } from 'node:zlib';

const localHeaderSignature = 0x04034b50;
const centralHeaderSignature = 0x02014b50;
const endSignature = 0x06054b50;
const versionNeeded = 20;
/** "Made by" Unix, so that the external attributes are read as a file mode. */
const versionMadeBy = (3 << 8) | versionNeeded;
const utf8Names = 0x0800;
const dosDate1980 = 0x0021;
const regularFile0644 = 0o100644 << 16;

export interface ZipEntry {
  /** With forward slashes. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The archive of these entries. It is meant for the small archives of tests: under 65,536 entries and 4 GiB. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const encodedName = Buffer.from(name, 'utf8');
    const described = describe(bytes, encodedName.length);
    const header = Buffer.concat([uint32(localHeaderSignature), described, encodedName]);
    const record = [uint32(centralHeaderSignature), uint16(versionMadeBy), described];
    // Comment, disk and internal attributes are nothing; then the mode, and where the local header stands.
    central.push(Buffer.concat([...record, Buffer.alloc(6), uint32(regularFile0644), uint32(offset), encodedName]));
    local.push(header, Buffer.from(bytes));
    offset += header.length + bytes.length;
  }
  const directory = Buffer.concat(central);
  const count = uint16(entries.length);
  const end = [uint32(endSignature), Buffer.alloc(4), count, count, uint32(directory.length), uint32(offset)];
  return Buffer.concat([...local, directory, ...end, Buffer.alloc(2)]);
}

/** The fields that the local and the central header have in common, from "version needed" to "extra field length". */
function describe(bytes: Uint8Array, nameLength: number): Buffer {
  const stored = 0;
  const midnight = 0;
  const size = uint32(bytes.length);
  const start = [uint16(versionNeeded), uint16(utf8Names), uint16(stored), uint16(midnight), uint16(dosDate1980)];
  return Buffer.concat([...start, uint32(crc32(bytes)), size, size, uint16(nameLength), uint16(0)]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}
