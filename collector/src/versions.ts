import { compare, valid } from '@renovatebot/pep440';

/** A version that is longer than this is compared as text: nobody publishes one, and a parser need not meet it. */
const maxVersionLength = 128;

/**
 * The order of two versions by PEP 440. What is no such version ("unknown", a legacy spelling) stands before all that
 * are, in the order of its text, as packaging's old LegacyVersion did. Versions that are equal by PEP 440 but not by
 * their text ("1.0", "1.0.0") are ordered by text, so that the order is total.
 */
export function compareVersions(a: string, b: string): number {
  const isA = isVersion(a);
  const isB = isVersion(b);
  if (isA && isB) return compare(a, b) || compareText(a, b);
  if (isA !== isB) return isA ? 1 : -1;
  return compareText(a, b);
}

/** A sorted copy, oldest version first. */
export function sortVersions(versions: Iterable<string>): string[] {
  return [...versions].sort(compareVersions);
}

/** Those of `versions` that come before `version`, oldest first. What equals it by PEP 440 isn't earlier. */
export function earlierThan(version: string, versions: Iterable<string>): string[] {
  const isEarlier = (other: string): boolean =>
    isVersion(version) && isVersion(other) ? compare(other, version) < 0 : compareVersions(other, version) < 0;
  return sortVersions(versions).filter(isEarlier);
}

function isVersion(text: string): boolean {
  return text.length <= maxVersionLength && valid(text) !== null;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
