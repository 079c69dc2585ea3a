/**
 * Compares the sockets of processes, as the kernel has them, with what their hooks told: native code raises no audit
 * event, nor does a program that is no Python. What is short is missed: a connection that is opened and closed between
 * two looks leaves nothing that says whose it was.
 */
import type { Events } from '../events.ts';
import type { HookSink } from '../listener/connection.ts';
import type { HookActivity, HookProcess } from '../listener/report.ts';
import { createProcessTable, type MappedCode, type ProcessTable } from '../processes/process-table.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { type Comparison, createComparison, type Untold } from './comparison.ts';
import { Descendants } from './descendants.ts';
import type { Finding } from './finding.ts';
import { createNativeCodes, type NativeCodes } from './native-code.ts';
import { Pace } from './pace.ts';
import { nameSuspects } from './suspects.ts';
import { Telling } from './telling.ts';
import { Child, codeMs, Hooked, isSame, type Subject } from './watched.ts';

/** A connection counts as untold once the hook has had this long to tell of it, ms … */
const graceMs = 200;
/** … and this long, where that would mean that the hook is silent, ms. */
const silentGraceMs = 1_000;
/** A hook that lost activities may have lost what would explain a connection: it has this long to be whole again, ms. */
const lossyMs = 60_000;
/** New processes are looked for no more seldom than this, ms. */
const descendantsMs = 2_000;
/** All looking together takes no more than one part in so many of a core: while something happens, and while nothing does. */
const busyParts = 30;
const idleParts = 400;
/** How much the latest look says of what looking costs. */
const costWeight = 0.1;
/** Nor does it ever rest for longer, ms. */
const longestRestMs = 5_000;
/** An agent that was held up for so long has not heard what hooks had to tell meanwhile, ms. */
const stalledMs = 3_000;
/** FTP's servers connect from this port, to a port that the client has just listened on. */
const ftpData = 20;

export interface SocketsOptions {
  readonly resolver: Pick<Resolver, 'resolve' | 'owner'>;
  /** Normalised names of packages that carry other packages' calls. */
  readonly conduits: ReadonlySet<string>;
  /** Of packages whose native code leaves the network alone, whatever it asks the system for. */
  readonly quiet: ReadonlySet<string>;
  readonly events: Pick<Events, 'activitiesDropped' | 'processUnseen' | 'activityFailed'>;
  readonly onFinding: (finding: Finding) => void;
  readonly table?: ProcessTable;
}

export interface SocketsStatus {
  /** Whether this platform's sockets can be looked at. */
  readonly isSupported: boolean;
  /** Processes with a hook whose sockets are looked at, and those below them that have none. */
  readonly processes: number;
  readonly children: number;
}

/** A connection that nobody told, and what could have made it: by the time that is known the process may be gone. */
interface Pending extends Untold {
  readonly dueMs: number;
  readonly code: MappedCode | null;
  readonly argv: readonly string[];
  readonly isFork: boolean;
  /** Nothing but the interpreter is in the process. */
  readonly isPlain: boolean;
  readonly isGiven: boolean;
}

/** Life cycle: start, stop; its sink takes what hooks say at any time, and does nothing where it isn't supported. */
export class Sockets {
  readonly #options: SocketsOptions;
  readonly #table: ProcessTable;
  readonly #hooked = new Map<number, Hooked>();
  readonly #children = new Map<number, Child>();
  readonly #descendants: Descendants<Hooked>;
  readonly #comparison: Comparison;
  readonly #codes: NativeCodes;
  readonly #telling: Telling;
  readonly #search = new Pace(0);
  #pending: Pending[] = [];
  #timer: NodeJS.Timeout | undefined;
  #timerMs = Number.POSITIVE_INFINITY;
  #lookedMs = 0;
  /** What a look costs, ms of a core, on the whole: what is seen for the first time costs more. */
  #costMs = 0;
  #startedMs = 0;
  #isRunning = false;
  #isHeld = false;

  constructor(options: SocketsOptions) {
    this.#options = options;
    this.#table = options.table ?? createProcessTable();
    this.#descendants = new Descendants(this.#table);
    this.#comparison = createComparison({ table: this.#table, subjectOf: (pid) => this.#subjectOf(pid) });
    this.#codes = createNativeCodes({ resolver: options.resolver, quiet: options.quiet });
    this.#telling = new Telling({
      onFinding: options.onFinding,
      onDropped: (count) => options.events.activitiesDropped('many-sockets', count),
    });
  }

  get status(): SocketsStatus {
    const { isSupported } = this.#table;
    return { isSupported, processes: this.#hooked.size, children: this.#children.size };
  }

  start(): void {
    this.#startedMs = Date.now();
    this.#isRunning = true;
    this.#wake();
  }

  /** Tells what there is to tell, and looks at nothing any more. Legal before start, and twice. */
  stop(): void {
    this.#isRunning = false;
    clearTimeout(this.#timer);
    this.#timerMs = Number.POSITIVE_INFINITY;
    this.#telling.round(Date.now(), true);
  }

  /** Nobody is heard (true), or everyone again: what was connected to meanwhile may have been told to nobody. */
  hold(isHeld: boolean): void {
    if (this.#isHeld && !isHeld) this.#passOver();
    this.#isHeld = isHeld;
  }

  readonly sink: HookSink = {
    greeted: (process) => this.#greeted(process),
    activities: (process, activities) => {
      const hooked = this.#hooked.get(process.pid);
      if (hooked === undefined) return;
      for (const said of activities) this.#said(hooked, process, said);
    },
    repeats: (process, repeats) => {
      const told = this.#hooked.get(process.pid)?.told;
      if (told !== undefined) for (const { id, lastMs } of repeats) told.repeated(id, lastMs, process.key);
    },
    lost: (process) => {
      const hooked = this.#hooked.get(process.pid);
      if (hooked !== undefined) hooked.lossyUntilMs = Date.now() + lossyMs;
    },
    // It has said all that it had to say.
    ended: ({ pid }) => this.#judge(({ subject, isPlain }) => subject === this.#hooked.get(pid) && !isPlain),
  };

  #subjectOf(pid: number): Subject | undefined {
    return this.#hooked.get(pid) ?? this.#children.get(pid);
  }

  #greeted(process: HookProcess): void {
    const { pid } = process;
    const stat = this.#table.stat(pid);
    if (stat === null) return;
    const known = this.#hooked.get(pid);
    if (known?.startTicks === stat.startTicks) {
      known.greet(process);
    } else if (isSame(process, this.#table)) {
      const nowMs = Date.now();
      // The connections of a process that was there before this agent were told to another.
      const isOld = process.startedMs < this.#startedMs;
      const parent = this.#hooked.get(stat.parentPid);
      this.#hooked.set(pid, new Hooked(process, stat, this.#table, { isOld, nowMs, parent }));
      this.#children.delete(pid);
      this.#descendants.reconsider(stat);
      this.#wake();
    } else this.#options.events.processUnseen(pid);
  }

  #said(hooked: Hooked, process: HookProcess, said: HookActivity): void {
    const { operation, target } = said;
    if (operation.startsWith('net.')) {
      hooked.told.note(said, process.key);
    } else if (operation === 'process.spawn') {
      this.#search.hasten(Date.now());
      this.#wake();
    } else if (operation === 'native.load') {
      const by = this.#options.resolver.resolve(process, said.segments);
      hooked.loaded({ target, isCtypes: said.other === 'ctypes', by });
      hooked.pace.hasten(Date.now());
      this.#wake();
    } else if (isFarewell(said)) {
      // It says nothing more: from now on it is one without a hook, below whoever started it.
      this.#hooked.delete(process.pid);
      this.#descendants.reconsider(hooked);
      this.#search.hasten(Date.now());
      this.#wake();
    }
  }

  /** Sets the timer to what is due next. */
  #wake(): void {
    const subjects = [...this.#hooked.values(), ...this.#children.values()];
    const isIdle = subjects.length === 0 && this.#pending.length === 0;
    if (!this.#isRunning || !this.#table.isSupported || isIdle) return;
    const dues = [...subjects.map(({ pace }) => pace.dueMs), ...this.#pending.map((each) => each.dueMs)];
    const isBusy = subjects.some(({ pace, slowestMs }) => pace.isHastened(slowestMs));
    const restMs = Math.min(this.#costMs * (isBusy ? busyParts : idleParts), longestRestMs);
    const dueMs = Math.max(Math.min(this.#search.dueMs, ...dues), this.#lookedMs + restMs, Date.now());
    if (dueMs >= this.#timerMs) return;
    clearTimeout(this.#timer);
    this.#timerMs = dueMs;
    // After what the hooks have sent by then was read: see the phases of Node's event loop.
    this.#timer = setTimeout(() => setImmediate(() => this.#look(dueMs)), Math.max(1, dueMs - Date.now()));
    this.#timer.unref();
  }

  #look(plannedMs: number): void {
    if (!this.#isRunning) return;
    const before = process.cpuUsage();
    const nowMs = Date.now();
    this.#timerMs = Number.POSITIVE_INFINITY;
    try {
      if (nowMs - plannedMs > stalledMs) this.#passOver();
      this.#findChildren(nowMs);
      this.#compare(nowMs);
      const { user, system } = process.cpuUsage(before);
      this.#costMs += ((user + system) / 1000 - this.#costMs) * costWeight;
      this.#judge(({ dueMs }) => dueMs <= nowMs);
      this.#telling.round(nowMs);
    } catch (error) {
      // A fault of ours that some process's oddity found: it must not end the agent.
      this.#options.events.activityFailed(error);
    }
    this.#lookedMs = Date.now();
    this.#wake();
  }

  #findChildren(nowMs: number): void {
    if (nowMs < this.#search.dueMs) return;
    this.#search.looked(nowMs, descendantsMs);
    for (const { stat, root, pids } of this.#descendants.fresh((pid) => this.#hooked.get(pid))) {
      if (this.#children.get(stat.pid)?.startTicks === stat.startTicks) continue;
      const isOld = stat.startedMs < this.#startedMs;
      this.#children.set(stat.pid, new Child(stat, this.#table, { isOld, nowMs, root, pids }));
    }
  }

  #compare(nowMs: number): void {
    const held = new Map<Subject, ReadonlySet<number>>();
    for (const subjects of [this.#hooked, this.#children]) {
      for (const subject of subjects.values()) {
        if (nowMs < subject.pace.dueMs) continue;
        const inodes = subject.sockets.look();
        if (typeof inodes === 'string') {
          subjects.delete(subject.pid);
          // One that has ended, and that its parent has yet to notice, shows nothing either.
          const isDenied = inodes === 'denied' && this.#table.stat(subject.pid) !== null;
          if (isDenied) this.#options.events.processUnseen(subject.pid);
        } else {
          if (subject instanceof Hooked) this.#lookForCode(subject, nowMs);
          subject.pace.looked(nowMs, subject.slowestMs);
          held.set(subject, inodes);
        }
      }
    }
    for (const untold of this.#comparison.compare(held, nowMs)) this.#await(untold);
    for (const subject of held.keys()) subject.isOld = false;
  }

  #lookForCode(hooked: Hooked, nowMs: number): void {
    if (hooked.isForeign || nowMs < hooked.codeAtMs + codeMs) return;
    hooked.codeAtMs = nowMs;
    const code = this.#table.code(hooked.pid);
    hooked.isForeign = code !== null && this.#codes.isForeign(hooked.process, code, hooked.program);
    if (hooked.isForeign) hooked.pace.hasten(nowMs);
  }

  /** Whatever processes hold now is not asked about. */
  #passOver(): void {
    this.#pending = [];
    for (const subject of [...this.#hooked.values(), ...this.#children.values()]) subject.isOld = true;
  }

  /** Keeps what is known of an untold connection until it is known to be one. */
  #await(untold: Untold): void {
    const { subject, inode, atMs } = untold;
    const { root } = subject;
    subject.pace.hasten(atMs);
    const isFork = subject instanceof Child && subject.isFork;
    const code = isFork || subject === root ? this.#table.code(subject.pid) : null;
    const isPlain = code !== null && !this.#codes.isForeign(root.process, code, root.program);
    this.#pending.push({
      ...{ ...untold, code, isFork, isPlain, dueMs: atMs + (isPlain ? silentGraceMs : graceMs) },
      ...{ argv: this.#table.argv(subject.pid), isGiven: subject.sockets.isGiven(inode) },
    });
  }

  #judge(isDue: (pending: Pending) => boolean): void {
    if (this.#isHeld) return;
    const due = this.#pending.filter(isDue);
    if (due.length === 0) return;
    this.#pending = this.#pending.filter((each) => !due.includes(each));
    for (const pending of due) {
      const { subject, connection, atMs, isFork } = pending;
      const { root } = subject;
      const hooked = this.#hooked.get(subject.pid);
      const isTold = subject.explains(connection, atMs) || (isFork && root.explains(connection, atMs));
      if (isTold) continue;
      // Meanwhile it has said that it has a hook: what that tells is waited for.
      if (subject instanceof Child && hooked !== undefined) {
        if (!hooked.explains(connection, atMs)) this.#await({ ...pending, subject: hooked });
      } else this.#tell(pending);
    }
  }

  #tell(pending: Pending): void {
    const { subject, connection, atMs, code, argv, isFork } = pending;
    const { root } = subject;
    // The C library has such sockets for an instant, to find its way: one that is gone already is no news.
    if (connection.protocol === 'udp' && !this.#holds(pending)) return;
    const { protocol, ip, port } = connection;
    const found = {
      ...{ process: root.process, remote: { protocol, ip, port }, name: root.told.nameOf(ip) },
      ...{ atMs, lastMs: Date.now(), count: 1 },
    };
    if (subject instanceof Child && !isFork) {
      const { pid, startedMs, pids } = subject;
      this.#telling.tell({ ...found, kind: 'child', child: { pid, startedMs, pids, argv } });
      return;
    }
    // What its hook lost may have told it: the connection is a fact, and nobody is named.
    if (Date.now() < root.lossyUntilMs) {
      this.#telling.tell({ ...found, kind: 'native', by: null });
      return;
    }
    if (code === null) return;
    const study = this.#codes.study(root.process, code, root.program);
    const by = nameSuspects(study, root.loads, this.#options.conduits);
    if (study.isForeign || by !== null) this.#telling.tell({ ...found, kind: 'native', by });
    else if (isSilence(pending)) this.#telling.tell({ ...found, kind: 'silent' });
  }

  #holds({ subject, inode }: Pending): boolean {
    const inodes = subject.sockets.look();
    return typeof inodes !== 'string' && inodes.has(inode);
  }
}

/** Whether the hook says that it is off in its process: what one says that a program does to others comes from some place. */
function isFarewell({ operation, target, segments }: HookActivity): boolean {
  const isOff = operation === 'hook.tamper' && (target === 'CULPRIT_DISABLE' || target === 'kept-out');
  return isOff && segments.every(({ frames }) => frames.length === 0);
}

/** Whether nothing but the interpreter can have made a connection. */
function isSilence({ subject, connection, isGiven }: Pending): boolean {
  const { implementation } = subject.root.process;
  return implementation === 'cpython' && connection.protocol === 'tcp' && connection.port !== ftpData && !isGiven;
}
