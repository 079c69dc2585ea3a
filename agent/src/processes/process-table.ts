/**
 * The one way in which the agent looks at the processes of this machine. Linux shows them in /proc; for macOS and
 * Windows nobody has written it: there the table is empty, and says that it isn't supported.
 */
import { createLinuxProcessTable } from './linux.ts';

/** A process, as the system counts it. The pid may be another's later; with `startTicks` it is this one's for ever. */
export interface ProcessStat {
  readonly pid: number;
  readonly parentPid: number;
  /** The process that its group and its session are named after; that may have ended. */
  readonly groupId: number;
  readonly sessionId: number;
  /** When it began, in the system's ticks since it booted. */
  readonly startTicks: number;
  /** The same as Unix time, ms; some ten ms off. An exec doesn't change it. */
  readonly startedMs: number;
}

/** What a process has mapped that the processor may run. */
export interface MappedCode {
  /** Absolute paths as they really are, each once. What was removed since is named without the mark of that. */
  readonly files: readonly string[];
  /** Code that lies in no file at all: made by a compiler at run time, or hidden on purpose. */
  readonly isAnonymous: boolean;
}

/**
 * Every question is answered from the system when it is asked. Nothing throws: a process may be gone at any time, and
 * another user's shows little.
 */
export interface ProcessTable {
  /** Whether this platform's processes can be looked at; where not, every answer is the empty one. */
  readonly isSupported: boolean;
  /** All that there are now. */
  pids(): readonly number[];
  /** Null where there is no such process. */
  stat(pid: number): ProcessStat | null;
  /** The user that it acts as; null where that isn't known. */
  userId(pid: number): number | null;
  /** As it was started, secrets and all: redact before anything leaves. Empty where it isn't known. */
  argv(pid: number): readonly string[];
  /** A variable of the environment that it was started with; null where it isn't set, or isn't shown. */
  variable(pid: number, name: string): string | null;
  /** Whether what it calls / is another folder than this agent's: it runs in a container. Null where that isn't shown. */
  isElsewhere(pid: number): boolean | null;
  /** Its working folder; null where it isn't shown. */
  cwd(pid: number): string | null;
  /** The program's file as it really is; null where it isn't shown. */
  executable(pid: number): string | null;
  /** Its open descriptors' numbers; `gone` or `denied` where they aren't shown. */
  descriptors(pid: number): readonly number[] | 'gone' | 'denied';
  /** What a descriptor leads to: "/path", "socket:[4711]", "pipe:[42]" …; null where it isn't shown. */
  descriptor(pid: number, number: number): string | null;
  /** The code that it has mapped; null where that isn't shown. */
  code(pid: number): MappedCode | null;
  /** Names the network that it is in: processes of one see the same sockets. Null where it isn't shown. */
  network(pid: number): string | null;
  /** One of the tables of its network ("tcp", "udp6", "unix"), as text of at most `maxBytes`; empty where there is none. */
  networkTable(pid: number, name: string, maxBytes: number): string;
}

const nothing: ProcessTable = {
  isSupported: false,
  pids: () => [],
  stat: () => null,
  userId: () => null,
  argv: () => [],
  variable: () => null,
  isElsewhere: () => null,
  cwd: () => null,
  executable: () => null,
  descriptors: () => 'denied',
  descriptor: () => null,
  code: () => null,
  network: () => null,
  networkTable: () => '',
};

/** The table of this machine. */
export function createProcessTable(platform: NodeJS.Platform = process.platform): ProcessTable {
  return platform === 'linux' ? createLinuxProcessTable() : nothing;
}
