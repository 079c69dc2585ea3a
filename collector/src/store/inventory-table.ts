import type { DatabaseSync } from 'node:sqlite';
import type { InstalledEnvironment } from '../api/types.ts';
import { transaction } from './database.ts';
import type { CachedProfiles } from './profile-view.ts';
import type {
  EnvironmentDigest,
  InstalledPackage,
  InventoryChange,
  InventoryEnvironment,
  InventoryStore,
} from './store.ts';

/** What is installed on the machines, environment by environment, as their agents tell it in differences. */
export function createInventoryTable(db: DatabaseSync, profiles: CachedProfiles): InventoryStore {
  const held = db.prepare('SELECT path, digest FROM environments WHERE machine = ?');
  const digestOf = db.prepare('SELECT digest FROM environments WHERE machine = ? AND path = ?');
  const putEnvironment = db.prepare(`
    INSERT INTO environments (machine, path, kind, python) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET kind = excluded.kind, python = excluded.python`);
  const dropEnvironment = db.prepare('DELETE FROM environments WHERE machine = ? AND path = ?');
  const setDigest = db.prepare('UPDATE environments SET digest = ? WHERE machine = ? AND path = ?');
  const seen = db.prepare('UPDATE machines SET last_seen_ms = ? WHERE id = ?');

  const installedIn = db.prepare('SELECT package, version FROM installed WHERE machine = ? AND environment = ?');
  const installed = db.prepare(
    'SELECT version, installed_ms FROM installed WHERE machine = ? AND environment = ? AND package = ?',
  );
  const put = db.prepare(`
    INSERT OR REPLACE INTO installed
      (machine, environment, package, version, installer, requested, native, source, top_level, startup_files, installed_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const drop = db.prepare('DELETE FROM installed WHERE machine = ? AND environment = ? AND package = ?');
  const noteInstalled = db.prepare(`
    INSERT INTO versions (package, version, machine, environment, first_ms, last_ms, installed)
    VALUES (?, ?, ?, ?, ?, ?, 1)
    ON CONFLICT DO UPDATE SET last_ms = max(last_ms, excluded.last_ms), installed = 1`);
  const noteRemoved = db.prepare(`
    UPDATE versions SET installed = 0, last_ms = max(last_ms, ?)
    WHERE machine = ? AND environment = ? AND package = ? AND version <> ? AND installed = 1`);
  const notInstalled = db.prepare(`
    UPDATE versions SET installed = 0, last_ms = max(last_ms, ?)
    WHERE machine = ? AND environment = ? AND package = ? AND installed = 1`);
  const stillNoted = db.prepare(`
    SELECT DISTINCT package FROM versions WHERE machine = ? AND environment = ? AND installed = 1`);
  const rowsOf = db.prepare(`
    SELECT e.path, e.kind, e.python, i.* FROM environments e
    LEFT JOIN installed i ON i.machine = e.machine AND i.environment = e.path
    WHERE e.machine = ? ORDER BY e.path, i.package`);

  function install(id: string, path: string, of: InstalledPackage, atMs: number): void {
    const requested = of.requested === null ? null : Number(of.requested);
    const lists = [JSON.stringify(of.topLevel), JSON.stringify(of.startupFiles)] as const;
    const { name, version, installer, isNative, source, installedMs } = of;
    put.run(id, path, name, version, installer, requested, Number(isNative), source, ...lists, installedMs);
    noteRemoved.run(atMs, id, path, name, version);
    noteInstalled.run(name, version, id, path, atMs, atMs);
  }

  function remove(id: string, path: string, name: string, atMs: number): void {
    drop.run(id, path, name);
    notInstalled.run(atMs, id, path, name);
  }

  function removeEnvironment(id: string, path: string, atMs: number): void {
    empty(id, path, new Set(), atMs);
    dropEnvironment.run(id, path);
  }

  /** Takes away what is there of an environment and not among these names. */
  function empty(id: string, path: string, kept: ReadonlySet<string>, atMs: number): void {
    const rows = [...installedIn.all(id, path), ...stillNoted.all(id, path)];
    for (const name of new Set(rows.map((row) => String(row.package)))) {
      if (!kept.has(name)) remove(id, path, name, atMs);
    }
  }

  function offer(id: string, environments: readonly EnvironmentDigest[], atMs: number): readonly string[] {
    const digests = new Map(held.all(id).map((row) => [String(row.path), String(row.digest)]));
    const offered = new Set(environments.map(({ path }) => path));
    for (const path of digests.keys()) if (!offered.has(path)) removeEnvironment(id, path, atMs);
    for (const { path, kind, python } of environments) putEnvironment.run(id, path, kind, python);
    seen.run(atMs, id);
    return environments.flatMap(({ path, digest }) => (digest !== '' && digests.get(path) !== digest ? [path] : []));
  }

  function apply(id: string, change: InventoryChange, atMs: number): boolean {
    const { path, kind, python, base, digest } = change;
    if (base !== '' && String(digestOf.get(id, path)?.digest ?? '') !== base) return false;
    putEnvironment.run(id, path, kind, python);
    if (base === '') empty(id, path, new Set(change.put.map(({ name }) => name)), atMs);
    for (const name of change.removed) remove(id, path, name, atMs);
    for (const of of change.put) install(id, path, of, atMs);
    setDigest.run(digest, id, path);
    seen.run(atMs, id);
    return true;
  }

  function replace(id: string, environments: readonly InventoryEnvironment[], atMs: number): void {
    offer(
      id,
      environments.map((each) => ({ ...each, digest: '' })),
      atMs,
    );
    for (const { path, kind, python, packages } of environments) {
      const whole = packages.map((each) => {
        const known = installed.get(id, path, each.name);
        const installedMs = known?.version === each.version ? Number(known.installed_ms) : atMs;
        return { ...unknownFacts, ...each, installedMs };
      });
      apply(id, { path, kind, python, base: '', digest: '', put: whole, removed: [] }, atMs);
    }
  }

  const committed = <T>(work: () => T): T => {
    try {
      return transaction(db, work);
    } finally {
      profiles.forget();
    }
  };

  return {
    offer: async (id, environments, atMs) => committed(() => offer(id, environments, atMs)),
    change: async (id, change, atMs) => committed(() => apply(id, change, atMs)),
    replace: async (id, environments, atMs) => committed(() => replace(id, environments, atMs)),

    async of(id: string): Promise<readonly InstalledEnvironment[]> {
      const groups = Map.groupBy(rowsOf.all(id), (row) => String(row.path));
      return [...groups].map(([path, rows]) => ({
        path,
        kind: String(rows[0]?.kind ?? ''),
        python: String(rows[0]?.python ?? ''),
        packages: rows.filter((row) => row.package !== null).map(toPackage),
      }));
    },
  };
}

/** What an agent of before tells nothing of. */
const unknownFacts = { requested: null, isNative: false, source: '', topLevel: [], startupFiles: [] };

export function toPackage(row: Readonly<Record<string, unknown>>): InstalledPackage {
  return {
    name: String(row.package),
    version: String(row.version),
    installer: String(row.installer ?? ''),
    requested: row.requested === null || row.requested === undefined ? null : row.requested === 1,
    isNative: row.native === 1,
    source: String(row.source ?? ''),
    topLevel: list(row.top_level),
    startupFiles: list(row.startup_files),
    installedMs: Number(row.installed_ms ?? 0),
  };
}

function list(json: unknown): readonly string[] {
  return json === null || json === undefined ? [] : (JSON.parse(String(json)) as string[]);
}
