import { describe, expect, test } from 'vitest';
import { FrameReader } from './frame-reader.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

/** What comes out when the chunks go in one after another: frames in hex, and whether the stream was followed. */
function read(chunks: Buffer[], maxFrameBytes?: number): { frames: string[]; ok: boolean } {
  const reader = new FrameReader(maxFrameBytes);
  const frames: string[] = [];
  const ok = chunks.every((chunk) =>
    reader.push(chunk, (frame) => {
      frames.push(frame.toString('hex'));
      return true;
    }),
  );
  return { frames, ok };
}

describe('frames are cut where their lengths say', () => {
  test('several in one chunk, an empty one among them', () => {
    expect(read([bytes('02 aabb 00 01 cc')])).toEqual({ frames: ['aabb', '', 'cc'], ok: true });
  });

  test('a byte at a time', () => {
    const stream = bytes('02 aabb 01 cc');
    expect(read([...stream].map((byte) => Buffer.of(byte)))).toEqual({ frames: ['aabb', 'cc'], ok: true });
  });

  test('cut anywhere, the same frames come out', () => {
    const long = Buffer.alloc(5_000, 7);
    const stream = Buffer.concat([bytes('8827'), long, bytes('02 aabb')]);
    const whole = read([stream]);
    expect(whole.frames).toEqual([long.toString('hex'), 'aabb']);
    for (const at of [1, 2, 3, 1_000, 1_026, 1_027, 4_000, 5_001, 5_002, 5_003, 5_004]) {
      expect(read([stream.subarray(0, at), stream.subarray(at)])).toEqual(whole);
    }
  });

  test('what is left of a frame waits for the rest', () => {
    expect(read([bytes('05 aabb')])).toEqual({ frames: [], ok: true });
  });
});

describe('a length that is too long ends it', () => {
  test('65,536 bytes are a frame, 65,537 are not', () => {
    const longest = Buffer.concat([bytes('808004'), Buffer.alloc(65_536)]);
    expect(read([longest])).toMatchObject({ ok: true, frames: [longest.subarray(3).toString('hex')] });
    expect(read([bytes('818004')])).toEqual({ frames: [], ok: false });
  });

  test('a varint that goes on and on', () => {
    expect(read([bytes('80'), bytes('80'), bytes('80')])).toEqual({ frames: [], ok: false });
    expect(read([bytes('ffffffffffffffffff')])).toEqual({ frames: [], ok: false });
  });

  test('frames before it still count', () => {
    expect(read([bytes('01 aa 11 00')], 16)).toEqual({ frames: ['aa'], ok: false });
  });
});

test('nothing is read any more where the taker has had enough', () => {
  const taken: string[] = [];
  new FrameReader().push(bytes('01 aa 01 bb'), (frame) => {
    taken.push(frame.toString('hex'));
    return false;
  });
  expect(taken).toEqual(['aa']);
});
