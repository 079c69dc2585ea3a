/** The sockets that one process holds, looked at again and again for little. */
import type { ProcessTable } from '../processes/process-table.ts';

/** Of a process with thousands of descriptors, so many are asked about at a time, in turns; new numbers come first. */
const maxAsked = 256;

export class OpenSockets {
  readonly #table: ProcessTable;
  readonly #pid: number;
  /** What each descriptor was when it was last asked: a socket's inode, or 0. */
  #known = new Map<number, number>();
  #turn = 0;

  constructor(table: ProcessTable, pid: number) {
    this.#table = table;
    this.#pid = pid;
  }

  /** Inodes of the sockets that the process holds now, as far as is known. */
  look(): ReadonlySet<number> | 'gone' | 'denied' {
    const numbers = this.#table.descriptors(this.#pid);
    if (typeof numbers === 'string') return numbers;
    const before = this.#known;
    const fresh = numbers.filter((number) => !before.has(number));
    const rest = numbers.filter((number) => before.has(number));
    // A number that was closed and opened again between two looks is another socket: the known ones are asked again.
    const start = rest.length > maxAsked ? this.#turn % rest.length : 0;
    this.#turn = start + maxAsked;
    const asked = new Set([...fresh, ...rest.slice(start), ...rest.slice(0, start)].slice(0, maxAsked));
    this.#known = new Map();
    for (const number of numbers) {
      const inode = asked.has(number) ? this.#inodeOf(number) : before.get(number);
      if (inode !== undefined) this.#known.set(number, inode);
    }
    return new Set([...this.#known.values()].filter((inode) => inode > 0));
  }

  /** Whether a socket is nothing but standard input, output or error, which a process is given by its parent. */
  isGiven(inode: number): boolean {
    return [...this.#known].every(([number, found]) => found !== inode || number <= 2);
  }

  #inodeOf(number: number): number {
    const link = this.#table.descriptor(this.#pid, number);
    return link?.startsWith('socket:[') ? Number(link.slice('socket:['.length, -1)) || 0 : 0;
  }
}
