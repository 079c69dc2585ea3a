import { compare, valid } from '@renovatebot/pep440';
import type { Distribution } from './distribution.ts';

/** A version that is longer than this is compared as text: nobody publishes one, and a parser need not meet it. */
const maxVersionLength = 128;

export interface PackageChange {
  /** "reinstalled" has the same version and other files. */
  readonly kind: 'installed' | 'upgraded' | 'downgraded' | 'reinstalled' | 'removed';
  /** Normalised (PEP 503). */
  readonly name: string;
  /** The version before; null where it wasn't there. */
  readonly from: string | null;
  /** The version after; null where it is gone. */
  readonly to: string | null;
  /** Of their files (PackageFacts.digest), before and after; null where there were none, or they were not read. */
  readonly fromDigest: string | null;
  readonly toDigest: string | null;
  /** Of the version that came, or of the one that went; null where it isn't told. */
  readonly installer: string | null;
  /** When it happened as far as files tell, Unix time in ms. */
  readonly atMs: number;
}

/** What of a distribution is compared. */
export type Known = Pick<Distribution, 'name' | 'version' | 'installer' | 'factsIfRead'>;

/** Between which times it must have happened, and when a folder last lost an entry; Unix times in ms. */
export interface Span {
  readonly afterMs: number;
  readonly beforeMs: number;
  readonly removedMs: number;
}

/** What changed from one inventory to the next, each name at most once, in the order of names. */
export function comparePackages(
  before: ReadonlyMap<string, Known>,
  after: ReadonlyMap<string, Distribution>,
  { afterMs, beforeMs, removedMs }: Span,
): PackageChange[] {
  const within = (ms: number): number => Math.round(Math.min(Math.max(ms, afterMs), beforeMs));
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name): PackageChange[] => {
    const old = before.get(name);
    const now = after.get(name);
    const fromDigest = old?.factsIfRead?.digest ?? null;
    if (now === undefined) {
      if (old === undefined) return [];
      const { version, installer } = old;
      const atMs = within(removedMs);
      return [{ kind: 'removed', name, from: version, to: null, fromDigest, toDigest: null, installer, atMs }];
    }
    const { version: to, installer } = now;
    const kind = kindOf(old, now);
    if (kind === null) return [];
    // The folder of the new version was made then; its files may be links to older ones in uv's cache.
    const atMs = within(now.changedMs);
    const toDigest = now.facts.digest;
    return [{ kind, name, from: old?.version ?? null, to, fromDigest, toDigest, installer, atMs }];
  });
}

function kindOf(old: Known | undefined, now: Distribution): PackageChange['kind'] | null {
  if (old === undefined) return 'installed';
  if (old.version === now.version) return hasOtherFiles(old, now) ? 'reinstalled' : null;
  return isLess(now.version, old.version) ? 'downgraded' : 'upgraded';
}

/** Only where both were read: of one that was not, nobody can tell any more. */
function hasOtherFiles(old: Known, now: Distribution): boolean {
  const digest = old.factsIfRead?.digest ?? null;
  if (old === now || digest === null) return false;
  return now.facts.digest !== null && now.facts.digest !== digest;
}

/** By PEP 440 where both are such versions; a change between others counts as an upgrade. */
function isLess(a: string, b: string): boolean {
  const areVersions = [a, b].every((text) => text.length <= maxVersionLength && valid(text) !== null);
  return areVersions && compare(a, b) < 0;
}
