/** What a Python process says, as plain objects: strings looked up, numbers checked, causes named. */
import type { Operation } from '@culprit/proto';

/** Who speaks on a connection. */
export interface HookProcess {
  /** Unique on this machine: "pid-startedMs", with "-n" for a subinterpreter. */
  readonly key: string;
  readonly pid: number;
  readonly parentPid: number;
  /** The parent's parent, and so on, as far as the process itself saw them when it began. */
  readonly ancestors: readonly number[];
  /** Unix time at which the hook came up, ms. */
  readonly startedMs: number;
  /** "3.11.7" */
  readonly python: string;
  readonly implementation: string;
  readonly executable: string;
  /** sys.prefix: the environment. */
  readonly prefix: string;
  /** sys.base_prefix: the interpreter that it was made from. */
  readonly basePrefix: string;
  /** As it was started, secrets and all: redact before anything leaves. */
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The hook's version. */
  readonly hook: string;
  /** The main script's absolute path, "-m NAME", "-c" or "-"; empty while it isn't known. */
  readonly application: string;
  /** 0 is the main interpreter. */
  readonly interpreter: number;
}

/** Why one stretch of frames follows another. */
export type HookCause = 'stack' | 'thread' | 'pool' | 'task';

export interface HookFrame {
  readonly file: string;
  readonly function: string;
  readonly line: number;
  /** The code came from no file; `file` is then the file of the code that executed it. */
  readonly dynamic: boolean;
  /** It calls something that its code doesn't name, or is on the way of such a call: it may not be who chose it. */
  readonly handed: boolean;
  /** Its code names what a frame further in was handed. */
  readonly gave: boolean;
}

export interface HookSegment {
  readonly cause: HookCause;
  /** Innermost first. */
  readonly frames: readonly HookFrame[];
}

export interface HookActivity {
  /** Unique in its process; a repeat names it. */
  readonly id: number;
  readonly operation: Operation;
  /** Unix time, ms. */
  readonly atMs: number;
  readonly target: string;
  /** The literal address; empty where it isn't known. */
  readonly ip: string;
  /** 0 where there is none. */
  readonly port: number;
  /** "host:port" of the proxy; empty where there is none. */
  readonly via: string;
  /** Bit 0 read, bit 1 write. */
  readonly access: number;
  /** A rename's new path, a spawn's command line; else empty. */
  readonly other: string;
  readonly segments: readonly HookSegment[];
}

export interface HookRepeat {
  readonly id: number;
  /** How many more times. */
  readonly count: number;
  /** Unix time of the last, ms. */
  readonly lastMs: number;
}

export interface HookReport {
  readonly activities: readonly HookActivity[];
  readonly repeats: readonly HookRepeat[];
  /** Activities that the process dropped since its last report. */
  readonly lost: number;
  /** Activities of an operation that this agent doesn't know. */
  readonly unknown: number;
}
