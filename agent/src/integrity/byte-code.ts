/**
 * Byte code files, which RECORDs name without a hash at best: Python runs them instead of the source beside them, so one
 * whose source is gone, or says something else, hides what it does.
 */
import { dirname, join } from 'node:path';
import { readHead } from '../environments/bounded-read.ts';
import { namesIn, statsOf } from '../environments/layout.ts';

/** Magic number, flags, and eight bytes that depend on them (PEP 552). */
const headerBytes = 16;
const isHashBased = 1;

const cached = /^(.+)\.([a-z]+-\d+[a-z]*)(?:\.opt-[\w]+)?\.pyc$/;

export interface ByteCode {
  readonly path: string;
  /** The source that it belongs to. */
  readonly source: string;
}

/** The `__pycache__` folders of an environment, each listed once. */
export class ByteCodeFolders {
  /** A folder to its files, by the path of the source that each belongs to. */
  readonly #folders = new Map<string, ReadonlyMap<string, readonly ByteCode[]>>();

  /** What there is of a source, whatever Python compiled it. */
  of(source: string): readonly ByteCode[] {
    return this.#list(join(dirname(source), '__pycache__')).get(source) ?? [];
  }

  /** All that a `__pycache__` folder has, but for what Python itself never loads: a test tool's own cache. */
  in(folder: string): readonly ByteCode[] {
    return [...this.#list(folder).values()].flat();
  }

  #list(folder: string): ReadonlyMap<string, readonly ByteCode[]> {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const all = namesIn(folder).flatMap((name): ByteCode[] => {
      const stem = cached.exec(name)?.[1];
      return stem === undefined ? [] : [{ path: join(folder, name), source: join(dirname(folder), `${stem}.py`) }];
    });
    const bySource = Map.groupBy(all, ({ source }) => source);
    this.#folders.set(folder, bySource);
    return bySource;
  }
}

/** Whether Python would run it as it is: else it compiles the source anew, and writes over it. */
export function isLive({ path, source }: ByteCode): boolean {
  const stats = statsOf(source);
  const header = headOf(path);
  if (stats === undefined || header.length < headerBytes) return false;
  // Python itself holds a hash against the source, or is told not to; whose code it is the hash doesn't say.
  if ((header.readUInt32LE(4) & isHashBased) !== 0) return true;
  return (
    header.readUInt32LE(8) === Math.floor(stats.mtimeMs / 1000) >>> 0 && header.readUInt32LE(12) === stats.size >>> 0
  );
}

function headOf(path: string): Buffer {
  try {
    return readHead(path, headerBytes) ?? Buffer.alloc(0);
  } catch {
    return Buffer.alloc(0);
  }
}
