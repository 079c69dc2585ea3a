import type { DatabaseSync } from 'node:sqlite';
import type { Operation } from '@culprit/proto';
import type { Behaviour, PackageDetail, PackageSummary, PackageVersion, VersionReview } from '../api/types.ts';
import { compareVersions, sortVersions } from '../versions.ts';
import { toPackage } from './inventory-table.ts';
import type { PackageStore, Slice } from './store.ts';

/** What is installed is told in differences: it was seen whenever its machine was. */
const lastSeen = 'max(iif(installed = 1, coalesce(m.last_seen_ms, last_ms), last_ms))';

/** What the fleet has, by package. */
export function createPackageTable(db: DatabaseSync): PackageStore {
  // The primary key begins with the package, so that a page costs its own rows and no more.
  const list = db.prepare(`
    SELECT package, json_group_array(DISTINCT version) AS versions, count(DISTINCT machine) AS machines,
      ${lastSeen} AS last_ms
    FROM versions LEFT JOIN machines m ON m.id = machine WHERE package > ? AND instr(package, ?) > 0 GROUP BY package ORDER BY package LIMIT ?`);
  const versionRows = db.prepare(`
    SELECT version, min(first_ms) AS first_ms, ${lastSeen} AS last_ms, count(DISTINCT machine) AS machines
    FROM versions LEFT JOIN machines m ON m.id = machine WHERE package = ? GROUP BY version`);
  const reviewRows = db.prepare(
    'SELECT version, from_version, outcome, new_kinds, findings, first_ms FROM reviews WHERE package = ? ORDER BY first_ms',
  );
  const behaviourRows = db.prepare(
    'SELECT version, operation, target_class, first_ms, count FROM behaviours WHERE package = ? ORDER BY first_ms',
  );
  const installed = db.prepare(`
    SELECT i.*, v.version AS installed_version, v.environment AS place, v.machine AS machine_id,
      coalesce(m.name, v.machine) AS machine_name, iif(coalesce(i.installed_ms, 0) > 0, i.installed_ms, v.first_ms) AS since_ms
    FROM versions v LEFT JOIN machines m ON m.id = v.machine
    LEFT JOIN installed i ON i.machine = v.machine AND i.environment = v.environment AND i.package = v.package
      AND i.version = v.version
    WHERE v.package = ? AND v.installed = 1 ORDER BY machine_name, place`);

  function versionsOf(name: string): PackageVersion[] {
    const behaviours = Map.groupBy(behaviourRows.all(name), (row) => String(row.version));
    const reviews = Map.groupBy(reviewRows.all(name), (row) => String(row.version));
    return versionRows
      .all(name)
      .map((row) => ({
        version: String(row.version),
        firstMs: Number(row.first_ms),
        lastMs: Number(row.last_ms),
        machines: Number(row.machines),
        behaviours: (behaviours.get(String(row.version)) ?? []).map(toBehaviour),
        reviews: (reviews.get(String(row.version)) ?? []).map(toReview),
      }))
      .sort((a, b) => compareVersions(a.version, b.version));
  }

  return {
    async list(q: string, after: string | null, limit: number): Promise<Slice<PackageSummary, string>> {
      const rows = list.all(after ?? '', q.toLowerCase(), limit + 1);
      const page = rows.slice(0, limit).map((row) => ({
        name: String(row.package),
        versions: sortVersions(JSON.parse(String(row.versions)) as string[]),
        machines: Number(row.machines),
        lastMs: Number(row.last_ms),
      }));
      return { items: page, next: rows.length > limit ? (page.at(-1)?.name ?? null) : null };
    },

    async get(name: string): Promise<Omit<PackageDetail, 'alerts'> | null> {
      const versions = versionsOf(name);
      if (versions.length === 0) return null;
      const places = installed.all(name).map((row) => {
        const { installer, requested, source, isNative, startupFiles } = toPackage(row);
        return {
          machine: { id: String(row.machine_id), name: String(row.machine_name) },
          environment: String(row.place),
          version: String(row.installed_version),
          ...{ installer, requested, source, isNative, startupFiles, sinceMs: Number(row.since_ms) },
        };
      });
      return { name, versions, installed: places };
    },

    async versions(name: string): Promise<readonly PackageVersion[]> {
      return versionsOf(name);
    },
  };
}

function toReview(row: Readonly<Record<string, unknown>>): VersionReview {
  return {
    outcome: String(row.outcome) as VersionReview['outcome'],
    newKinds: JSON.parse(String(row.new_kinds)) as string[],
    findings: JSON.parse(String(row.findings)) as string[],
    from: String(row.from_version),
    firstMs: Number(row.first_ms),
  };
}

function toBehaviour(row: Readonly<Record<string, unknown>>): Behaviour {
  return {
    operation: String(row.operation) as Operation,
    targetClass: String(row.target_class),
    firstMs: Number(row.first_ms),
    count: Number(row.count),
  };
}
