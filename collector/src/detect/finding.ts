/** What the detection hands on, and what it asks the fleet's memory. */
import type { PackageRef, ProcessRef } from '@culprit/proto';
import type { MachineRef, Severity, StoredActivity } from '../api/types.ts';

export interface FindingRule {
  readonly id: string;
  readonly title: string;
  readonly level: Severity;
  readonly description: string;
  readonly tags: readonly string[];
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  /** The rule's own YAML. */
  readonly text: string;
  /** Its file, below the folder of rules where it came from one. */
  readonly file: string;
}

/** One time that a rule was met. */
export interface Finding {
  readonly rule: FindingRule;
  readonly severity: Severity;
  /** The culprit; null is the application itself. */
  readonly package: PackageRef | null;
  readonly machine: MachineRef;
  /** When it was met: the time of the deciding activity, Unix time in ms. */
  readonly atMs: number;
  /** What happened, in one sentence of plain text. */
  readonly sentence: string;
  /** The activities that met the rule, oldest first; the last one decided. */
  readonly evidence: readonly StoredActivity[];
  readonly environment: string;
  readonly process: ProcessRef | null;
}

/** What packages are known to do. It answers at once, many times a batch. */
export interface ProfileView {
  /** The versions that the fleet knows and that come before this one, oldest first (PEP 440). */
  earlierVersions(name: string, version: string): readonly string[];
  /** Whether one of these versions ever did something of this family to a target of this class (null: of no class). */
  did(name: string, versions: readonly string[], family: string, targetClass: string | null): boolean;
}

/** A view that knows no version of anything. */
export const noProfiles: ProfileView = {
  earlierVersions: () => [],
  did: () => false,
};
