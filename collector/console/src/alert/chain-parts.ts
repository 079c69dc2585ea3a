import type { PackageRef } from '@culprit/proto';

/** A chain by the roles that its packages play, each outermost first. */
export interface ChainParts {
  /** Between the application and the culprit. */
  readonly callers: readonly PackageRef[];
  readonly culprit: PackageRef | null;
  /** What carried the culprit's call. */
  readonly conduits: readonly PackageRef[];
}

/** Splits a chain (innermost first) at its culprit. Where that is the application, all of it was conduits. */
export function chainParts(chain: readonly PackageRef[], culprit: PackageRef | null): ChainParts {
  if (culprit === null) return { callers: [], culprit, conduits: [...chain].reverse() };
  const at = chain.findIndex(({ name }) => name === culprit.name);
  // A culprit that the chain doesn't name (by descent, say) stands before all of it.
  if (at < 0) return { callers: [], culprit, conduits: [...chain].reverse() };
  return { callers: chain.slice(at + 1).reverse(), culprit, conduits: chain.slice(0, at).reverse() };
}
