import { hook, type hookRoot } from '@culprit/proto';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from './decode.ts';

const hello = { protocol: 1, pid: 42, startedMs: 1_700_000_000_123.6, prefix: '/venv', python: '3.11.7' };
const encode = (frame: hookRoot.hook.Frame.$Properties): Uint8Array => hook.Frame.encode(frame).finish();

describe('a hello', () => {
  test('names its process', () => {
    const told = decodeFrame(
      encode({ hello: { ...hello, basePrefix: '/usr', argv: ['python', 'a.py'], interpreter: 0 } }),
    );
    expect(told).toMatchObject({
      kind: 'hello',
      process: { key: '42-1700000000124', pid: 42, prefix: '/venv', basePrefix: '/usr', argv: ['python', 'a.py'] },
    });
  });

  test('of a subinterpreter is another process', () => {
    const told = decodeFrame(encode({ hello: { ...hello, interpreter: 2 } }));
    expect(told).toMatchObject({ process: { key: '42-1700000000124-2' } });
  });

  test('of another protocol is known as such', () => {
    expect(decodeFrame(encode({ hello: { ...hello, protocol: 2 } }))).toEqual({ kind: 'protocol' });
  });

  test.each([
    ['no pid', { pid: 0 }],
    ['no environment', { prefix: '' }],
    ['a start that is no time', { startedMs: Number.NaN }],
  ])('with %s is malformed', (_, change) => {
    expect(decodeFrame(encode({ hello: { ...hello, ...change } }))).toEqual({ kind: 'malformed' });
  });
});

describe('a report', () => {
  test('comes with its strings looked up and its causes named', () => {
    const strings = ['', '/etc/passwd', '/app/main.py', 'main', 'eval'];
    const segments = [
      { cause: hook.Cause.STACK, frames: [2, 3, 7, 0, 2, 4, 9, 3] },
      { cause: hook.Cause.POOL, frames: [2, 3, 11, 4] },
    ];
    const activities = [{ id: 5, operation: hook.Operation.FILE_OPEN, atMs: 12.5, target: 1, access: 1, segments }];
    const told = decodeFrame(
      encode({ report: { strings, activities, repeats: [{ id: 5, count: 3, lastMs: 20 }], lost: 2 } }),
    );
    expect(told).toEqual({
      kind: 'report',
      report: {
        activities: [
          {
            id: 5,
            operation: 'file.open',
            atMs: 12.5,
            target: '/etc/passwd',
            ip: '',
            port: 0,
            via: '',
            access: 1,
            other: '',
            segments: [
              {
                cause: 'stack',
                frames: [
                  { file: '/app/main.py', function: 'main', line: 7, dynamic: false, handed: false, gave: false },
                  { file: '/app/main.py', function: 'eval', line: 9, dynamic: true, handed: true, gave: false },
                ],
              },
              {
                cause: 'pool',
                frames: [
                  { file: '/app/main.py', function: 'main', line: 11, dynamic: false, handed: false, gave: true },
                ],
              },
            ],
          },
        ],
        repeats: [{ id: 5, count: 3, lastMs: 20 }],
        lost: 2,
        unknown: 0,
      },
    });
  });

  test('may have operations of a newer hook, which are counted; the rest of it is read', () => {
    const activities = [
      { id: 1, operation: 77 as hookRoot.hook.Operation, target: 0 },
      // The agent's own findings are no process's to claim.
      { id: 2, operation: 100 as hookRoot.hook.Operation, target: 0 },
      { id: 3, operation: hook.Operation.NET_CONNECT, target: 0 },
    ];
    const told = decodeFrame(encode({ report: { strings: [''], activities } }));
    expect(told).toMatchObject({ report: { unknown: 2, activities: [{ id: 3 }] } });
  });

  test('has at most 512 frames a segment, the innermost', () => {
    const frames = Array.from({ length: 600 }, (_, line) => [0, 0, line, 0]).flat();
    const activities = [{ id: 1, operation: hook.Operation.CODE_EXEC, segments: [{ frames }] }];
    const told = decodeFrame(encode({ report: { strings: [''], activities } }));
    if (told.kind !== 'report') throw new Error(told.kind);
    const lines = told.report.activities[0]?.segments[0]?.frames.map(({ line }) => line) ?? [];
    expect([lines.length, lines.at(0), lines.at(-1)]).toEqual([512, 0, 511]);
  });

  test('cannot make a name as long as a frame', () => {
    const strings = ['', 'f'.repeat(60_000)];
    const activities = [{ id: 1, operation: hook.Operation.CODE_EXEC, segments: [{ frames: [1, 1, 1, 0] }] }];
    const told = decodeFrame(encode({ report: { strings, activities } }));
    if (told.kind !== 'report') throw new Error(told.kind);
    expect(told.report.activities[0]?.segments[0]?.frames[0]?.function).toHaveLength(256);
  });

  const activity = { id: 1, operation: hook.Operation.NET_CONNECT };
  test.each<[string, hookRoot.hook.Activity.$Properties]>([
    ['an index outside the table', { ...activity, target: 9 }],
    ['frames that are no multiple of four', { ...activity, segments: [{ frames: [0, 0, 1] }] }],
    ['a frame whose file is outside the table', { ...activity, segments: [{ frames: [3, 0, 1, 0] }] }],
    ['a time that is no number', { ...activity, atMs: Number.POSITIVE_INFINITY }],
    ['a time before all time', { ...activity, atMs: -1 }],
    ['a port that no protocol has', { ...activity, port: 65_536 }],
    ['a cause that nobody knows', { ...activity, segments: [{ cause: 9 as hookRoot.hook.Cause, frames: [] }] }],
  ])('with %s is malformed', (_, broken) => {
    expect(decodeFrame(encode({ report: { strings: [''], activities: [broken] } }))).toEqual({ kind: 'malformed' });
  });
});

test('a frame that says nothing is malformed', () => {
  expect(decodeFrame(new Uint8Array())).toEqual({ kind: 'malformed' });
});

test('no bytes whatever make it throw', () => {
  const sound = encode({ hello }) as Uint8Array;
  let seed = 1;
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  for (let i = 0; i < 5_000; i += 1) {
    const bytes = i % 2 === 0 ? Uint8Array.from({ length: random(64) }, () => random(256)) : sound.slice();
    for (let flips = 0; flips < 3 && bytes.length > 0; flips += 1) bytes[random(bytes.length)] = random(256);
    expect(['hello', 'report', 'protocol', 'malformed']).toContain(decodeFrame(bytes).kind);
  }
});
