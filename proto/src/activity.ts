/**
 * The activity, and its form on the wire: a batch is one Activities message, column by column (uplink.proto).
 * Both ends and the tests use these two functions and nothing else, so the layout is known in one place.
 */
import { culprit } from './generated/uplink.js';

const { Activities } = culprit.uplink;

/** An activity's operation, by its name in rules, in the API and in the console. */
export type Operation = (typeof operations)[number][1];

/** Numbers on the wire (hook.proto, uplink.proto) and names. A number is never used again. */
const operations = [
  [1, 'file.open'],
  [2, 'file.rename'],
  [3, 'file.remove'],
  [4, 'file.list'],
  [5, 'dns.lookup'],
  [6, 'net.connect'],
  [7, 'net.send'],
  [8, 'net.listen'],
  [9, 'net.request'],
  [10, 'process.spawn'],
  [11, 'code.exec'],
  [12, 'native.load'],
  [13, 'hook.tamper'],
  [100, 'package.change'],
  [101, 'startup.change'],
  [102, 'integrity.change'],
] as const;

const nameOf = new Map<number, Operation>(operations);
const numberOf = new Map<Operation, number>(operations.map(([number, name]) => [name, number]));

/** Every operation that there is, in the order of its number. */
export const allOperations: readonly Operation[] = operations.map(([, name]) => name);

/** The operation of a number on the wire, or undefined where this version knows none. */
export function operationOf(number: number): Operation | undefined {
  return nameOf.get(number);
}

/** How sure the attribution is: read off the stack, by cause (thread, task, pool), by descent, native, or unknown. */
export type Confidence = (typeof confidences)[number];
const confidences = ['unknown', 'stack', 'cause', 'descent', 'native'] as const;

export type Access = 'read' | 'write' | 'readwrite';
const accesses = [null, 'read', 'write', 'readwrite'] as const;

/** A distribution package: its normalised name (PEP 503) and version. */
export interface PackageRef {
  readonly name: string;
  readonly version: string;
}

/** One Python process that carries the hook. */
export interface ProcessRef {
  /** Unique for its machine. */
  readonly key: string;
  readonly pid: number;
  readonly parentPid: number;
  /** Unix time, ms. */
  readonly startedMs: number;
  /** "3.11.7" */
  readonly python: string;
  readonly executable: string;
  /** The main script's path, "-m NAME", "-c" or "-". */
  readonly application: string;
  /** The command line with secrets redacted. */
  readonly command: string;
  /** The environment's path. */
  readonly environment: string;
}

/** One line of a stack: where the program was. */
export interface Frame {
  readonly file: string;
  readonly function: string;
  readonly line: number;
  /** The code came from no file; `file` is then the file of the code that executed it. */
  readonly dynamic: boolean;
  /** The frame belongs to the culprit. */
  readonly culprit: boolean;
}

export interface PackageChange {
  readonly kind: string;
  /** The version before, or null. */
  readonly from: string | null;
  /** The version after, or null. */
  readonly to: string | null;
  readonly installer: string | null;
  /** What a start-up file does to the hook ("runs-before-hook", "silences-hook"); null where it does nothing to it. */
  readonly effect: string | null;
  /** What is new in a package's files; null where they were not looked at. */
  readonly review: Review | null;
}

/** What was found when the files of two versions of a package were compared. */
export interface Review {
  /** "partial" is beyond a limit; with "alone" nothing is known of an earlier version, so nothing is called new. */
  readonly outcome: ReviewOutcome;
  /** Of these kinds ("network", "dynamic-code", …) the earlier version had nothing. */
  readonly newKinds: readonly string[];
  /** What is new, a line each. */
  readonly findings: readonly string[];
}

export type ReviewOutcome = (typeof reviewOutcomes)[number];
const reviewOutcomes = ['compared', 'partial', 'alone'] as const;

/** One thing that a process did (or that happened to an environment), as the agent resolved and classified it. */
export interface Activity {
  /** Unix time of the first and of the last time, ms. */
  readonly atMs: number;
  readonly lastMs: number;
  /** How many times; 1 or more. */
  readonly count: number;
  readonly operation: Operation;
  /** A path (home written ~), host name, program, module, or package name. */
  readonly target: string;
  /** What the target is ("ssh-key", "bot-api", …), or null where it is nothing special. */
  readonly targetClass: string | null;
  readonly ip: string | null;
  readonly port: number | null;
  /** "host:port" of the proxy on the way, or null. */
  readonly via: string | null;
  readonly access: Access | null;
  /**
   * The new path of a rename; the path that the program used, where a link led it to the target; the redacted command
   * line of a spawn, or of the child without a hook that made a connection; a sentence about a change; else null.
   */
  readonly other: string | null;
  readonly process: ProcessRef | null;
  readonly environment: string;
  /** The culprit; null is the application itself. */
  readonly package: PackageRef | null;
  readonly confidence: Confidence;
  /** The packages on the causal path, innermost first. */
  readonly chain: readonly PackageRef[];
  readonly frames: readonly Frame[];
  readonly change: PackageChange | null;
}

/** A batch's contents: the activities, and how many this machine lost before them. */
export interface ActivityBatch {
  readonly activities: readonly Activity[];
  readonly lost: number;
}

/** What is wrong with a batch that a peer sent. Its message never echoes the batch's contents. */
export class BatchInvalid extends Error {
  override readonly name = 'BatchInvalid';
}

/** Hands out table indices by key; what is asked for twice is stored once. */
class Table<T> {
  readonly rows: T[] = [];
  readonly #index = new Map<string, number>();
  indexOf(key: string, make: () => T): number {
    const known = this.#index.get(key);
    if (known !== undefined) return known;
    const index = this.rows.length;
    this.#index.set(key, index);
    // Reserve the row first: making it may ask this table's neighbours, never this table, for more.
    this.rows.push(make());
    return index;
  }
}

/** Encodes a batch as one Activities message (uncompressed). */
export function encodeActivities(batch: ActivityBatch): Uint8Array {
  const strings = new Table<string>();
  const packages = new Table<culprit.uplink.Package.$Properties>();
  const processes = new Table<culprit.uplink.Process.$Properties>();
  const s = (text: string | null): number => strings.indexOf(text ?? '', () => text ?? '');
  s('');
  const packageIndex = (ref: PackageRef | null): number =>
    ref === null
      ? 0
      : 1 + packages.indexOf(`${ref.name}@${ref.version}`, () => ({ name: s(ref.name), version: s(ref.version) }));
  const processIndex = (ref: ProcessRef | null): number =>
    ref === null ? 0 : 1 + processes.indexOf(ref.key, () => processRow(ref, s));

  const all = batch.activities;
  const column = (of: (activity: Activity) => number): number[] => all.map(of);
  const chains = all.flatMap((activity) => activity.chain.map(packageIndex));
  const frames = all.flatMap((activity) => activity.frames);
  const message: culprit.uplink.Activities.$Properties = {
    atMs: column((a) => a.atMs),
    lastMs: column((a) => a.lastMs),
    count: column((a) => a.count),
    operation: column((a) => numberOf.get(a.operation) ?? 0),
    target: column((a) => s(a.target)),
    targetClass: column((a) => s(a.targetClass)),
    ip: column((a) => s(a.ip)),
    port: column((a) => a.port ?? 0),
    via: column((a) => s(a.via)),
    access: column((a) => accesses.indexOf(a.access)),
    other: column((a) => s(a.other)),
    process: column((a) => processIndex(a.process)),
    environment: column((a) => s(a.environment)),
    package: column((a) => packageIndex(a.package)),
    confidence: column((a) => confidences.indexOf(a.confidence)),
    chainLength: column((a) => a.chain.length),
    frameLength: column((a) => a.frames.length),
    chain: chains,
    frameFile: frames.map((frame) => s(frame.file)),
    frameFunction: frames.map((frame) => s(frame.function)),
    frameLine: frames.map((frame) => frame.line),
    frameFlags: frames.map((frame) => (frame.dynamic ? 1 : 0) | (frame.culprit ? 2 : 0)),
    changes: all.flatMap(({ change }, activity) => (change === null ? [] : [changeRow(change, activity)])),
    lost: batch.lost,
    packages: packages.rows,
    processes: processes.rows,
    strings: strings.rows,
  };
  return Activities.encode(message).finish();
}

function processRow(ref: ProcessRef, s: (text: string) => number): culprit.uplink.Process.$Properties {
  return {
    key: ref.key,
    pid: ref.pid,
    parentPid: ref.parentPid,
    startedMs: ref.startedMs,
    python: s(ref.python),
    executable: s(ref.executable),
    application: s(ref.application),
    command: s(ref.command),
    environment: s(ref.environment),
  };
}

function changeRow(change: PackageChange, activity: number): culprit.uplink.PackageChange.$Properties {
  const { kind, from, to, installer, effect, review } = change;
  return {
    ...{ activity, kind, from: from ?? '', to: to ?? '', installer: installer ?? '', effect: effect ?? '' },
    ...(review === null
      ? {}
      : { review: { outcome: review.outcome, newKinds: [...review.newKinds], findings: [...review.findings] } }),
  };
}

/**
 * Decodes and checks a batch from a peer that may be hostile: every column has as many entries as there are
 * activities, every index points into its table, no number is out of range.
 * @throws BatchInvalid says which of these doesn't hold.
 */
export function decodeActivities(bytes: Uint8Array): ActivityBatch {
  let message: culprit.uplink.Activities;
  try {
    message = Activities.decode(bytes);
  } catch (cause) {
    throw new BatchInvalid('not an Activities message', { cause });
  }
  const length = message.atMs.length;
  const columnNames = [
    ...['lastMs', 'count', 'operation', 'target', 'targetClass', 'ip', 'port', 'via', 'access', 'other', 'process'],
    ...['environment', 'package', 'confidence', 'chainLength', 'frameLength'],
  ] as const;
  for (const name of columnNames) {
    const column = message[name as keyof culprit.uplink.Activities] as number[];
    if (column.length !== length) throw new BatchInvalid(`column ${name} has ${column.length} entries, not ${length}`);
  }
  const sum = (column: number[]): number => column.reduce((total, entry) => total + entry, 0);
  if (sum(message.chainLength) !== message.chain.length) throw new BatchInvalid('chain does not add up');
  const frameColumns = [message.frameFile, message.frameFunction, message.frameLine, message.frameFlags];
  const frameTotal = sum(message.frameLength);
  if (frameColumns.some((column) => column.length !== frameTotal)) throw new BatchInvalid('frames do not add up');
  return { activities: readRows(message, length), lost: message.lost };
}

function readRows(message: culprit.uplink.Activities, length: number): Activity[] {
  const at = <T>(column: readonly T[], index: number, what: string): T => {
    const entry = column[index];
    if (entry === undefined) throw new BatchInvalid(`${what} ${index} is outside its table of ${column.length}`);
    return entry;
  };
  const s = (index: number): string => at(message.strings, index, 'string');
  const orNull = (index: number): string | null => (index === 0 ? null : s(index));
  const packages = message.packages.map((row) => ({ name: s(row.name ?? 0), version: s(row.version ?? 0) }));
  const processes = message.processes.map(
    (row): ProcessRef => ({
      key: row.key ?? '',
      pid: row.pid ?? 0,
      parentPid: row.parentPid ?? 0,
      startedMs: finite(row.startedMs ?? 0),
      python: s(row.python ?? 0),
      executable: s(row.executable ?? 0),
      application: s(row.application ?? 0),
      command: s(row.command ?? 0),
      environment: s(row.environment ?? 0),
    }),
  );
  const changes = new Map(message.changes.map((row) => [row.activity ?? 0, row]));
  let chainAt = 0;
  let frameAt = 0;
  const rows: Activity[] = [];
  for (let i = 0; i < length; i += 1) {
    const n = (column: readonly number[]): number => column[i] ?? 0;
    const operation = operationOf(n(message.operation));
    if (operation === undefined) throw new BatchInvalid(`operation ${n(message.operation)} is not known`);
    const chainEnd = chainAt + n(message.chainLength);
    const frameEnd = frameAt + n(message.frameLength);
    const change = changes.get(i);
    rows.push({
      atMs: finite(n(message.atMs)),
      lastMs: finite(n(message.lastMs)),
      count: Math.max(1, n(message.count)),
      operation,
      target: s(n(message.target)),
      targetClass: orNull(n(message.targetClass)),
      ip: orNull(n(message.ip)),
      port: n(message.port) === 0 ? null : n(message.port),
      via: orNull(n(message.via)),
      access: at(accesses, n(message.access), 'access'),
      other: orNull(n(message.other)),
      process: n(message.process) === 0 ? null : at(processes, n(message.process) - 1, 'process'),
      environment: s(n(message.environment)),
      package: n(message.package) === 0 ? null : at(packages, n(message.package) - 1, 'package'),
      confidence: at(confidences, n(message.confidence), 'confidence'),
      chain: message.chain.slice(chainAt, chainEnd).map((index) => at(packages, index - 1, 'package')),
      frames: readFrames(message, frameAt, frameEnd, s),
      change: change === undefined ? null : readChange(change),
    });
    chainAt = chainEnd;
    frameAt = frameEnd;
  }
  return rows;
}

function readFrames(
  message: culprit.uplink.Activities,
  start: number,
  end: number,
  s: (index: number) => string,
): Frame[] {
  const frames: Frame[] = [];
  for (let i = start; i < end; i += 1) {
    const flags = message.frameFlags[i] ?? 0;
    frames.push({
      file: s(message.frameFile[i] ?? 0),
      function: s(message.frameFunction[i] ?? 0),
      line: message.frameLine[i] ?? 0,
      dynamic: (flags & 1) !== 0,
      culprit: (flags & 2) !== 0,
    });
  }
  return frames;
}

function readChange(row: culprit.uplink.PackageChange.$Properties): PackageChange {
  const { kind, from, to, installer, effect, review } = row;
  return {
    ...{ kind: kind ?? '', from: from || null, to: to || null, installer: installer || null, effect: effect || null },
    review: review ? readReview(review) : null,
  };
}

function readReview({ outcome, newKinds, findings }: culprit.uplink.Review.$Properties): Review {
  const known = reviewOutcomes.find((name) => name === outcome);
  if (known === undefined) throw new BatchInvalid('a review has no known outcome');
  return { outcome: known, newKinds: newKinds ?? [], findings: findings ?? [] };
}

function finite(number: number): number {
  if (!Number.isFinite(number)) throw new BatchInvalid('a time is not a number');
  return number;
}
