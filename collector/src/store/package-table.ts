import type { DatabaseSync } from 'node:sqlite';
import type { Operation } from '@culprit/proto';
import type { Behaviour, PackageDetail, PackageSummary, PackageVersion } from '../api/types.ts';
import { compareVersions, sortVersions } from '../versions.ts';
import type { PackageStore, Slice } from './store.ts';

/** What the fleet has, by package. */
export function createPackageTable(db: DatabaseSync): PackageStore {
  // The primary key begins with the package, so that a page costs its own rows and no more.
  const list = db.prepare(`
    SELECT package, json_group_array(DISTINCT version) AS versions, count(DISTINCT machine) AS machines,
      max(last_ms) AS last_ms
    FROM versions WHERE package > ? AND instr(package, ?) > 0 GROUP BY package ORDER BY package LIMIT ?`);
  const versionRows = db.prepare(`
    SELECT version, min(first_ms) AS first_ms, max(last_ms) AS last_ms, count(DISTINCT machine) AS machines
    FROM versions WHERE package = ? GROUP BY version`);
  const behaviourRows = db.prepare(
    'SELECT version, operation, target_class, first_ms, count FROM behaviours WHERE package = ? ORDER BY first_ms',
  );
  const installed = db.prepare(`
    SELECT v.version, v.environment, v.machine, coalesce(m.name, v.machine) AS name
    FROM versions v LEFT JOIN machines m ON m.id = v.machine
    WHERE v.package = ? AND v.installed = 1 ORDER BY name, v.environment`);

  function versionsOf(name: string): PackageVersion[] {
    const behaviours = Map.groupBy(behaviourRows.all(name), (row) => String(row.version));
    return versionRows
      .all(name)
      .map((row) => ({
        version: String(row.version),
        firstMs: Number(row.first_ms),
        lastMs: Number(row.last_ms),
        machines: Number(row.machines),
        behaviours: (behaviours.get(String(row.version)) ?? []).map(toBehaviour),
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
      const places = installed.all(name).map((row) => ({
        machine: { id: String(row.machine), name: String(row.name) },
        environment: String(row.environment),
        version: String(row.version),
      }));
      return { name, versions, installed: places };
    },

    async versions(name: string): Promise<readonly PackageVersion[]> {
      return versionsOf(name);
    },
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
