/** The coverage map as status and --json show it. */
import { type BlindReason, blindWords } from './blind.ts';
import type { CoveredBy, CoveredEnvironment } from './coverage.ts';
import type { CoverageMap } from './keeper.ts';
import type { Cover } from './policy.ts';
import type { WalkResult } from './walk.ts';

/** An interpreter or environment. */
export interface PlaceStatus {
  readonly path: string;
  readonly kind: string | null;
  readonly python: string;
  readonly origins: readonly string[];
  readonly covered: boolean;
  /** Null where it isn't covered. */
  readonly by: CoveredBy | null;
  /** Null where it is. */
  readonly reason: BlindReason | null;
  readonly detail: string;
}

/** A Python process that isn't covered. */
export interface BlindProcessStatus {
  readonly pid: number;
  readonly executable: string;
  readonly prefix: string | null;
  readonly reason: BlindReason;
  readonly detail: string;
}

export interface CoverageStatus {
  readonly cover: Cover;
  readonly base: boolean;
  readonly places: readonly PlaceStatus[];
  readonly coveredProcesses: number;
  readonly blindProcesses: readonly BlindProcessStatus[];
  /** What the last walk through the homes looked at; null before its end. */
  readonly walk: WalkResult | null;
  /** Folders that are watched for what comes. */
  readonly watchedFolders: number;
  /** The system has no watches left: folders are looked at now and then instead. */
  readonly isPolling: boolean;
}

export function coverageStatus({ policy, environments, processes, walk, watch }: CoverageMap): CoverageStatus {
  return {
    ...{ cover: policy.cover, base: policy.base, places: environments.map(placeStatus), walk },
    ...{ watchedFolders: watch.folders, isPolling: watch.isPolling },
    coveredProcesses: processes.filter(({ coverage }) => coverage.state === 'covered').length,
    blindProcesses: processes.flatMap(({ process: { pid, executable, prefix }, coverage }) =>
      coverage.state === 'blind' ? [{ pid, executable, prefix, ...coverage.blind }] : [],
    ),
  };
}

export function placeStatus({ path, kind, python, origins, coverage }: CoveredEnvironment): PlaceStatus {
  const own = { path, kind, python, origins };
  return coverage.state === 'covered'
    ? { ...own, covered: true, by: coverage.by, reason: null, detail: '' }
    : { ...own, covered: false, by: null, ...coverage.blind };
}

/** "not covered: its Python is older than 3.8 …", "covered by its interpreter" */
export function placeWords({ covered, by, reason, detail }: PlaceStatus): string {
  if (covered)
    return by === 'interpreter'
      ? 'covered by its interpreter'
      : by === 'user-site'
        ? 'covered by the user site'
        : 'covered';
  return `not covered: ${reason === null ? '' : blindWords({ reason, detail })}`;
}
