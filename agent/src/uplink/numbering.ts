/**
 * How the spool's sequences map to those that the collector counts. They are the same until one side loses its memory:
 * the machine is enrolled anew, the spool's folder is thrown away, the collector is restored from a backup. The offset
 * is kept, because without it a batch that was sent twice could not be told from a new one.
 */
import { readFileSync } from 'node:fs';
import { writeAtomically } from '../environments/atomic-write.ts';

export interface Numbering {
  /** What to add to a sequence of the spool. */
  readonly offset: number;
  /**
   * The collector says up to which sequence it holds this machine's batches; the spool has `acknowledged` … `next` - 1.
   * Returns up to which sequence of the spool that is.
   */
  welcome(machine: string, committed: number, spool: { readonly acknowledged: number; readonly next: number }): number;
}

export interface NumberingOptions {
  readonly path: string;
  readonly onMoved: (offset: number) => void;
}

export function createNumbering({ path, onMoved }: NumberingOptions): Numbering {
  let known = read(path);
  return {
    get offset() {
      return known.offset;
    },
    welcome(machine, committed, { acknowledged, next }) {
      const held = committed - known.offset;
      if (machine === known.machine && held >= acknowledged && held < next) return held;
      // Not the collector that these numbers were agreed with: what the spool has is new to it.
      const moved = committed - acknowledged;
      if (moved !== known.offset) onMoved(moved);
      if (moved !== known.offset || machine !== known.machine) {
        known = { machine, offset: moved };
        writeAtomically(path, `${JSON.stringify(known)}\n`, 0o600);
      }
      return acknowledged;
    },
  };
}

function read(path: string): { machine: string; offset: number } {
  try {
    const { machine, offset } = JSON.parse(readFileSync(path, 'utf8')) as { machine: unknown; offset: unknown };
    if (typeof machine === 'string' && Number.isSafeInteger(offset)) return { machine, offset: offset as number };
  } catch {
    // Missing, or not understood: the next welcome agrees on a new one.
  }
  return { machine: '', offset: 0 };
}
