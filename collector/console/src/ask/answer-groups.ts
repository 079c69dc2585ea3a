import type { WhoRow } from '../../../src/api/types.ts';

/** Answers that belong to one package; `name` null is the applications themselves. */
export interface PackageAnswers {
  readonly name: string | null;
  readonly count: number;
  readonly machines: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly versions: readonly VersionAnswers[];
}

export interface VersionAnswers {
  readonly version: string | null;
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** By machine, then newest first. */
  readonly rows: readonly WhoRow[];
}

/** Groups answers by package and version, each in the order of its newest row; the rows came newest first. */
export function groupAnswers(rows: readonly WhoRow[]): PackageAnswers[] {
  return groupBy(rows, (row) => row.package).map(([name, ofPackage]) => ({
    name,
    ...extent(ofPackage),
    machines: new Set(ofPackage.map((row) => row.machine)).size,
    versions: groupBy(ofPackage, (row) => row.version).map(([version, ofVersion]) => ({
      version,
      ...extent(ofVersion),
      rows: groupBy(ofVersion, (row) => row.machine).flatMap(([, ofMachine]) => ofMachine),
    })),
  }));
}

function extent(rows: readonly WhoRow[]): { count: number; firstMs: number; lastMs: number } {
  return {
    count: rows.reduce((total, row) => total + row.count, 0),
    firstMs: rows.reduce((first, row) => Math.min(first, row.firstSeen), Number.POSITIVE_INFINITY),
    lastMs: rows.reduce((last, row) => Math.max(last, row.lastSeen), 0),
  };
}

function groupBy<T, K>(rows: readonly T[], key: (row: T) => K): [K, T[]][] {
  return [...Map.groupBy(rows, key)];
}
