/** What the comparison of the kernel's sockets with what hooks told has to say. */
import type { HookProcess } from '../listener/report.ts';
import type { Resolution } from '../resolve/resolver.ts';
import type { Remote } from './socket-table.ts';

/** A process that has no hook, below one that has: curl, a shell, python -S. */
export interface ChildProcess {
  readonly pid: number;
  /** Unix time, ms. */
  readonly startedMs: number;
  /** As it was started, secrets and all: redact before anything leaves. */
  readonly argv: readonly string[];
  /** Nearest first: the process itself, its parent … up to the one that has the hook. */
  readonly pids: readonly number[];
}

interface Found {
  /** The process with the hook that it is about. */
  readonly process: HookProcess;
  readonly remote: Remote;
  /** The name that this process knows the address by; null where it knows none, or several. */
  readonly name: string | null;
  /** When it was first and last seen, Unix time, ms. */
  readonly atMs: number;
  readonly lastMs: number;
  /** Connections that are told by this one finding. */
  readonly count: number;
}

/** A connection that no hook told. */
export type Finding =
  /** Native code made it. `by` says whose that could be; null where none was found, or the hook may have lost its word. */
  | (Found & { readonly kind: 'native'; readonly by: Resolution | null })
  /** A descendant without a hook made it. */
  | (Found & { readonly kind: 'child'; readonly child: ChildProcess })
  /** The process has no code that could have made it but the interpreter: its hook is silent. */
  | (Found & { readonly kind: 'silent' });

/** What the same connection made again is counted by. */
export function keyOf(finding: Finding): string {
  const { kind, process, remote } = finding;
  const child = kind === 'child' ? finding.child.pid : '';
  return `${kind} ${process.key} ${child} ${remote.protocol} ${remote.ip} ${remote.port}`;
}
