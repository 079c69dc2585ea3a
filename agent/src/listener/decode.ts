import { hook, type hookRoot, operationOf, protocolVersion } from '@culprit/proto';
import type { HookActivity, HookCause, HookFrame, HookProcess, HookReport, HookSegment } from './report.ts';

/** Frames of one segment beyond this many, counted from the innermost, are cut off: no reader looks that far. */
const maxSegmentFrames = 512;
/** Segments of one activity: the hook itself tells six. */
const maxSegments = 16;
/** What is longer than this is no name of a function, nor a version, characters: the rest is cut off. */
const maxNameLength = 256;
/** The longest path that systems take. */
const maxPathLength = 4_096;
/** Of whom a process came: the hook itself tells three. */
const maxAncestors = 8;
/** Where a frame's numbers stand: file, function, line, flags. */
const numbersAFrame = 4;
const dynamicFlag = 1;
const handedFlag = 2;
const gaveFlag = 4;

const causeNames: readonly HookCause[] = ['stack', 'thread', 'pool', 'task'];

export type HookMessage =
  | { readonly kind: 'hello'; readonly process: HookProcess }
  | { readonly kind: 'report'; readonly report: HookReport }
  /** It is well formed, and of a protocol that this agent doesn't speak. */
  | { readonly kind: 'protocol' }
  | { readonly kind: 'malformed' };

const malformed: HookMessage = { kind: 'malformed' };

/** Decodes one frame from a peer that may be hostile. Never throws. */
export function decodeFrame(bytes: Uint8Array): HookMessage {
  try {
    const frame = hook.Frame.decode(bytes);
    if (frame.hello) return readHello(frame.hello);
    if (frame.report) return { kind: 'report', report: readReport(frame.report) };
    return malformed;
  } catch {
    // Whatever is wrong with it, the answer is the same: the connection goes.
    return malformed;
  }
}

function readHello(hello: hookRoot.hook.Hello.$Properties): HookMessage {
  if (hello.protocol !== protocolVersion) return { kind: 'protocol' };
  const pid = hello.pid ?? 0;
  const startedMs = hello.startedMs ?? 0;
  if (pid === 0 || !Number.isFinite(startedMs) || startedMs < 0 || !hello.prefix) return malformed;
  const interpreter = hello.interpreter ?? 0;
  const key = `${pid}-${Math.round(startedMs)}${interpreter === 0 ? '' : `-${interpreter}`}`;
  const process: HookProcess = {
    key,
    pid,
    parentPid: hello.parentPid ?? 0,
    ancestors: (hello.ancestors ?? []).slice(0, maxAncestors),
    startedMs,
    python: name(hello.python),
    implementation: name(hello.implementation),
    executable: path(hello.executable),
    prefix: path(hello.prefix),
    basePrefix: path(hello.basePrefix || hello.prefix),
    argv: hello.argv ?? [],
    cwd: path(hello.cwd),
    hook: name(hello.hook),
    application: path(hello.application),
    interpreter,
  };
  return { kind: 'hello', process };
}

/** Thrown and caught in this file: an index that points outside its table, a time that is no number. */
class Malformed extends Error {}

function readReport(report: hookRoot.hook.Report.$Properties): HookReport {
  const strings = report.strings ?? [];
  const s = (index: number | null | undefined): string => {
    if (!index) return '';
    const text = strings[index];
    if (text === undefined) throw new Malformed();
    return text;
  };
  const activities: HookActivity[] = [];
  let unknown = 0;
  for (const entry of report.activities ?? []) {
    const operation = operationOf(entry.operation ?? 0);
    // Numbers from 100 on are the agent's own findings: no process may claim them.
    if (operation === undefined || (entry.operation ?? 0) >= 100) {
      unknown += 1;
      continue;
    }
    activities.push({
      id: entry.id ?? 0,
      operation,
      atMs: time(entry.atMs),
      target: s(entry.target),
      ip: s(entry.ip),
      port: port(entry.port ?? 0),
      via: s(entry.via),
      access: (entry.access ?? 0) & 3,
      other: s(entry.other),
      segments: (entry.segments ?? []).slice(0, maxSegments).map((segment) => readSegment(segment, s)),
    });
  }
  const repeats = (report.repeats ?? []).map(({ id, count, lastMs }) => ({
    id: id ?? 0,
    count: count ?? 0,
    lastMs: time(lastMs),
  }));
  return { activities, repeats, lost: report.lost ?? 0, unknown };
}

function readSegment(segment: hookRoot.hook.Segment.$Properties, s: (index: number) => string): HookSegment {
  const numbers = segment.frames ?? [];
  if (numbers.length % numbersAFrame !== 0) throw new Malformed();
  const frames: HookFrame[] = [];
  const end = Math.min(numbers.length, maxSegmentFrames * numbersAFrame);
  for (let at = 0; at < end; at += numbersAFrame) {
    const flags = numbers[at + 3] ?? 0;
    frames.push({
      file: s(numbers[at] ?? 0),
      function: name(s(numbers[at + 1] ?? 0)),
      line: numbers[at + 2] ?? 0,
      dynamic: (flags & dynamicFlag) !== 0,
      handed: (flags & handedFlag) !== 0,
      gave: (flags & gaveFlag) !== 0,
    });
  }
  const cause = causeNames[segment.cause ?? 0];
  if (cause === undefined) throw new Malformed();
  return { cause, frames };
}

function name(text: string | null | undefined): string {
  return (text ?? '').slice(0, maxNameLength);
}

function path(text: string | null | undefined): string {
  return (text ?? '').slice(0, maxPathLength);
}

function time(ms: number | null | undefined): number {
  if (!Number.isFinite(ms ?? 0) || (ms ?? 0) < 0) throw new Malformed();
  return ms ?? 0;
}

function port(number: number): number {
  if (number > 65_535) throw new Malformed();
  return number;
}
