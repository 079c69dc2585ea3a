/** A listener in the agent's place: takes what hooks send, decoded by the generated codec. For the hook's own tests. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hook, maxHookFrameBytes } from '@culprit/proto';

export type Hello = InstanceType<typeof hook.Hello>;

export interface ToldFrame {
  readonly cause: string;
  readonly file: string;
  readonly function: string;
  readonly line: number;
  /** The code came from no file. */
  readonly dynamic: boolean;
  /** It was handed what it calls, or what a frame further in calls. */
  readonly handed: boolean;
  /** Its code names what a frame further in was handed. */
  readonly gave: boolean;
}

/** An activity as the hook told it, with its strings looked up. */
export interface Told {
  readonly pid: number;
  readonly operation: string;
  readonly target: string;
  readonly ip: string;
  readonly port: number;
  readonly via: string;
  readonly access: number;
  readonly other: string;
  /** Innermost first. */
  readonly stack: readonly ToldFrame[];
  count: number;
}

export interface Ear {
  readonly path: string;
  readonly hellos: Hello[];
  readonly told: Told[];
  readonly lost: () => number;
  close(): Promise<void>;
}

const operationName = Object.fromEntries(Object.entries(hook.Operation).map(([name, value]) => [value, name]));
const causeName = Object.fromEntries(Object.entries(hook.Cause).map(([name, value]) => [value, name.toLowerCase()]));

/** Listens on a new socket in `dir`. A frame that can't be decoded fails the test that awaits close(). */
export async function listen(dir: string): Promise<Ear> {
  const path = join(dir, 'hook.sock');
  const hellos: Hello[] = [];
  const told: Told[] = [];
  const faults: unknown[] = [];
  const sockets = new Set<Socket>();
  let lost = 0;
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    let buffered = Buffer.alloc(0);
    let pid = 0;
    const byId = new Map<number, Told>();
    socket.on('data', (chunk) => {
      buffered = Buffer.concat([buffered, chunk]);
      try {
        for (;;) {
          const frame = takeFrame(buffered);
          if (frame === undefined) break;
          buffered = buffered.subarray(frame.end);
          const message = hook.Frame.decode(frame.body);
          if (message.hello) {
            hellos.push(message.hello as Hello);
            pid = message.hello.pid ?? 0;
          } else if (message.report) {
            lost += message.report.lost ?? 0;
            take(message.report as InstanceType<typeof hook.Report>, pid, byId, told);
          }
        }
      } catch (fault) {
        faults.push(fault);
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    if (faults.length > 0) throw faults[0];
  };
  return { path, hellos, told, lost: () => lost, close };
}

function takeFrame(bytes: Buffer): { body: Buffer; end: number } | undefined {
  let length = 0;
  for (let at = 0; at < bytes.length && at < 4; at += 1) {
    const byte = bytes[at] ?? 0;
    length |= (byte & 127) << (7 * at);
    if (byte < 128) {
      if (length > maxHookFrameBytes) throw new Error(`a frame of ${length} bytes`);
      const start = at + 1;
      return bytes.length < start + length
        ? undefined
        : { body: bytes.subarray(start, start + length), end: start + length };
    }
  }
  return undefined;
}

function take(report: InstanceType<typeof hook.Report>, pid: number, byId: Map<number, Told>, told: Told[]): void {
  const s = (index: number | null | undefined): string => {
    const text = report.strings[index ?? 0];
    if (text === undefined) throw new Error(`string ${index} is not in the table`);
    return text;
  };
  for (const activity of report.activities) {
    const entry: Told = {
      pid,
      operation: (operationName[activity.operation ?? 0] ?? '?').toLowerCase().replace('_', '.'),
      target: s(activity.target),
      ip: s(activity.ip),
      port: activity.port ?? 0,
      via: s(activity.via),
      access: activity.access ?? 0,
      other: s(activity.other),
      stack: (activity.segments ?? []).flatMap((segment) => {
        const frames = segment.frames ?? [];
        return Array.from({ length: frames.length / 4 }, (_, i) => ({
          cause: causeName[segment.cause ?? 0] ?? '?',
          file: s(frames[4 * i]),
          function: s(frames[4 * i + 1]),
          line: frames[4 * i + 2] ?? 0,
          dynamic: ((frames[4 * i + 3] ?? 0) & 1) !== 0,
          handed: ((frames[4 * i + 3] ?? 0) & 2) !== 0,
          gave: ((frames[4 * i + 3] ?? 0) & 4) !== 0,
        }));
      }),
      count: 1,
    };
    byId.set(activity.id ?? 0, entry);
    told.push(entry);
  }
  for (const repeat of report.repeats) {
    const entry = byId.get(repeat.id ?? 0);
    if (entry) entry.count += repeat.count ?? 0;
  }
}

/**
 * A throw-away folder with the hook as an environment would have it: put it on PYTHONPATH and call `_culprit.start()`.
 * `gate` is the path of a gate that was built; without it the hook is in pure Python.
 */
export function hookDir(socket: string, gate: string | null = null): { site: string; remove(): void } {
  const site = mkdtempSync(join(tmpdir(), 'culprit-hook-'));
  const from = join(import.meta.dirname, '..', '_culprit');
  mkdirSync(join(site, '_culprit'));
  cpSync(from, join(site, '_culprit'), { recursive: true, filter: (path) => !path.includes('__pycache__') });
  const config = `SOCKET = ${JSON.stringify(socket)}\nGATE = ${gate === null ? 'False' : 'True'}\n`;
  writeFileSync(join(site, '_culprit', 'config.py'), config);
  if (gate !== null) cpSync(gate, join(site, '_culprit', '_gate.abi3.so'));
  return { site, remove: () => rmSync(site, { recursive: true, force: true }) };
}
