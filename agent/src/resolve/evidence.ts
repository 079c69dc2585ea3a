import type { Frame, PackageRef } from '@culprit/proto';
import type { HookFrame } from '../listener/report.ts';
import type { Owner } from './file-index.ts';

/** What a reader of an alert looks through, and what travels with each activity. */
const maxFrames = 24;
/** Of a culprit that calls itself, or a deep application, the innermost frames say enough. */
const maxCulpritFrames = 8;
const maxApplicationFrames = 6;

/** A frame and whose it is. */
export interface OwnedFrame {
  readonly frame: HookFrame;
  readonly owner: Owner;
  /** Which segment it stands in: 0 is the innermost. */
  readonly segment: number;
}

/**
 * The frames that are kept as evidence, in their order: where it happened, the culprit's, the first of each package,
 * the application's; then what else there is room for, the standard library's last. The hook's own are never kept.
 */
export function chooseFrames(owned: readonly OwnedFrame[], culprit: PackageRef | null): Frame[] {
  const candidates = owned.filter(({ owner }) => owner.kind !== 'hook');
  const isCulprit = ({ owner }: OwnedFrame): boolean =>
    culprit === null ? owner.kind === 'application' : owner.kind === 'package' && owner.name === culprit.name;
  const byPreference = [
    ...candidates.slice(0, 1),
    ...candidates.filter(isCulprit).slice(0, maxCulpritFrames),
    ...firstOfEachPackage(candidates),
    ...candidates.filter(({ owner }) => owner.kind === 'application').slice(0, maxApplicationFrames),
    ...candidates.filter(({ owner }) => owner.kind !== 'stdlib'),
    ...candidates,
  ];
  const kept = new Set([...new Set(byPreference)].slice(0, maxFrames));
  return candidates
    .filter((candidate) => kept.has(candidate))
    .map((candidate) => {
      const { file, function: name, line, dynamic } = candidate.frame;
      return { file, function: name, line, dynamic, culprit: isCulprit(candidate) };
    });
}

function firstOfEachPackage(candidates: readonly OwnedFrame[]): OwnedFrame[] {
  const first = new Map<string, OwnedFrame>();
  for (const candidate of candidates) {
    const { owner } = candidate;
    if (owner.kind === 'package' && !first.has(owner.name)) first.set(owner.name, candidate);
  }
  return [...first.values()];
}
