import type { TamperKind } from '@culprit/proto';
/** What the agent itself saw of an attempt on the hook or on it. */
export interface TamperFinding {
  readonly atMs: number;
  readonly kind: TamperKind;
  /** A path (the home folder not yet written ~), or what it is about in a word. */
  readonly target: string;
  /** A sentence for people. */
  readonly what: string;
  /** The environment's path, where it is about one. */
  readonly environment?: string;
}
