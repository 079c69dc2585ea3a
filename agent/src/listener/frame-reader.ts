import { maxHookFrameBytes } from '@culprit/proto';

/** Room for a frame that arrives in pieces starts at this size, bytes, and doubles as its bytes really come. */
const firstRoomBytes = 1024;
/** A length of at most 65,536 has at most three bytes as a varint. */
const maxLengthBytes = 3;

/** Cuts a stream into frames. It holds at most one unfinished frame, in room that grows with what has arrived. */
export class FrameReader {
  readonly #maxFrameBytes: number;
  /** Bytes of a length that isn't complete yet, as a number, and how many. */
  #length = 0;
  #lengthBytes = 0;
  /** The unfinished frame; undefined while a length is being read. */
  #room: Buffer | undefined;
  #filled = 0;

  constructor(maxFrameBytes: number = maxHookFrameBytes) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  /**
   * Takes bytes as they come and hands each finished frame to `take`, valid only during that call. Stops where `take`
   * returns false. Returns false where the stream announces a frame that is too long; the reader is then of no use.
   */
  push(chunk: Buffer, take: (frame: Buffer) => boolean): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.#room === undefined) {
        const byte = chunk[at] ?? 0;
        at += 1;
        this.#length |= (byte & 0x7f) << (7 * this.#lengthBytes);
        this.#lengthBytes += 1;
        if (byte >= 0x80) {
          if (this.#lengthBytes === maxLengthBytes) return false;
          continue;
        }
        if (this.#length > this.#maxFrameBytes) return false;
        if (chunk.length - at >= this.#length) {
          // The usual case: the frame lies in this chunk whole, and nothing is copied.
          const frame = chunk.subarray(at, at + this.#length);
          at += this.#length;
          this.#reset();
          if (!take(frame)) return true;
          continue;
        }
        this.#room = Buffer.allocUnsafeSlow(Math.min(this.#length, firstRoomBytes));
      }
      at += this.#fill(chunk, at);
      if (this.#filled === this.#length) {
        const frame = this.#room.subarray(0, this.#filled);
        this.#reset();
        if (!take(frame)) return true;
      }
    }
    return true;
  }

  /** Copies what belongs to the unfinished frame; returns how many bytes that were. */
  #fill(chunk: Buffer, at: number): number {
    const bytes = Math.min(chunk.length - at, this.#length - this.#filled);
    let room = this.#room ?? Buffer.alloc(0);
    if (this.#filled + bytes > room.length) {
      const grown = Math.min(this.#length, Math.max(room.length * 2, this.#filled + bytes));
      const larger = Buffer.allocUnsafeSlow(grown);
      room.copy(larger, 0, 0, this.#filled);
      room = larger;
      this.#room = larger;
    }
    chunk.copy(room, this.#filled, at, at + bytes);
    this.#filled += bytes;
    return bytes;
  }

  #reset(): void {
    this.#length = 0;
    this.#lengthBytes = 0;
    this.#room = undefined;
    this.#filled = 0;
  }
}
