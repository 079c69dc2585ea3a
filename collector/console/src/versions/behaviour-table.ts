import type { Behaviour, PackageVersion } from '../../../src/api/types.ts';

/** Which version of a package did what: a row a behaviour, a column a version. */
export interface BehaviourTable {
  /** Oldest first. */
  readonly versions: readonly PackageVersion[];
  readonly rows: readonly BehaviourRow[];
  /** How many versions, older or newer, have no column. */
  readonly leftOut: number;
}

export interface BehaviourRow {
  readonly operation: Behaviour['operation'];
  readonly targetClass: string;
  /** One for each column; undefined where that version never did it. */
  readonly cells: readonly (Behaviour | undefined)[];
  /** No version before the one in question ever did it. */
  readonly isNew: boolean;
}

interface BehaviourTableOptions {
  readonly versions: readonly PackageVersion[];
  /** The version in question, or undefined where all are looked at alike. */
  readonly version?: string | undefined;
  /** What is new in it. */
  readonly isNew?: readonly Behaviour[];
  readonly maxVersions: number;
}

export function createBehaviourTable(options: BehaviourTableOptions): BehaviourTable {
  const { versions, version, isNew = [], maxVersions } = options;
  const shown = nearest(versions, version, maxVersions);
  const news = new Set(isNew.map(keyOf));
  const found = new Map<string, Behaviour>();
  for (const behaviour of [...isNew, ...shown.flatMap(({ behaviours }) => behaviours)]) {
    if (!found.has(keyOf(behaviour))) found.set(keyOf(behaviour), behaviour);
  }
  const rows = [...found.entries()].map(([key, { operation, targetClass }]) => ({
    operation,
    targetClass,
    cells: shown.map(({ behaviours }) => behaviours.find((behaviour) => keyOf(behaviour) === key)),
    isNew: news.has(key),
  }));
  // What is new stands first, then what most versions do; sorting keeps the order of the rest.
  const width = (row: BehaviourRow) => row.cells.filter((cell) => cell !== undefined).length;
  rows.sort((a, b) => Number(b.isNew) - Number(a.isNew) || width(b) - width(a));
  return { versions: shown, rows, leftOut: versions.length - shown.length };
}

function keyOf({ operation, targetClass }: Behaviour): string {
  return `${operation}\n${targetClass}`;
}

/** The newest versions, or those around the one in question: most of them before it. */
function nearest(versions: readonly PackageVersion[], version: string | undefined, max: number) {
  const at = versions.findIndex((row) => row.version === version);
  const end = at < 0 ? versions.length : Math.min(versions.length, Math.max(at + 1 + Math.floor(max / 4), max));
  return versions.slice(Math.max(0, end - max), end);
}
