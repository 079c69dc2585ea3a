/** What a verification says. Paths are absolute. */
import type { PackageRef } from '@culprit/proto';

export interface Finding {
  /** "changed": other contents than its RECORD says. "extra": in the package's own folder, and in no RECORD. */
  readonly kind: 'changed' | 'missing' | 'extra';
  readonly package: PackageRef;
  readonly path: string;
  /** What is known of it, in plain words. */
  readonly detail: string;
}

/** A package whose files can't be held against anything: that is said, and nothing is guessed. */
export interface Unverified {
  readonly package: PackageRef;
  readonly reason: UnverifiedReason;
}

/**
 * "no-record": it came without a RECORD (Debian's, distutils' and old editable installs). "no-hashes": its RECORD has
 * none. "system": the system's package manager (dpkg) changed them after their RECORD was made, and has sums of its own.
 * "editable": it runs from a folder that nobody has recorded; its few files in site-packages were verified.
 */
export type UnverifiedReason = 'no-record' | 'no-hashes' | 'system' | 'editable';

export interface VerifyReport {
  /** Packages that were looked at. */
  readonly packages: number;
  /** Files that were hashed, and how much that was. */
  readonly files: number;
  readonly bytes: number;
  /** Byte code files that Python would run, and that were compared with what their source compiles to. */
  readonly byteCode: number;
  readonly findings: readonly Finding[];
  /** There were more findings than are kept. */
  readonly isCut: boolean;
  readonly unverified: readonly Unverified[];
  /** Files that a RECORD names without a hash, or with one that proves nothing. */
  readonly unhashed: number;
  /** Files that a RECORD claims outside of the environment: they are no package's there, and were not read. */
  readonly outside: number;
  /** What could not be read, a line each; at most 100. */
  readonly unreadable: readonly string[];
  /** Why byte code was not compared; null where it was, or there was none to compare. */
  readonly byteCodeProblem: string | null;
  readonly ms: number;
}

export interface VerifyJob {
  readonly sitePackages: readonly string[];
  readonly prefix: string;
  /** The version of its Python, "3.11.7": a prefix may have several. */
  readonly python: string;
  /** Normalised names; null is every package. */
  readonly names: readonly string[] | null;
  /** Only files that were written, or had their times or links changed, after this; null is all. Unix time, ms. */
  readonly sinceMs: number | null;
}

/** How far a verification is: packages done, and to do. */
export interface VerifyProgress {
  readonly done: number;
  readonly total: number;
}
