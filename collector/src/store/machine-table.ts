import type { DatabaseSync } from 'node:sqlite';
import type { Machine, MachineCoverage, MachineRef } from '../api/types.ts';
import { transaction } from './database.ts';
import type { CachedProfiles } from './profile-view.ts';
import type { AgentFacts, HealthFacts, InventoryEnvironment, MachineStore, NewMachine } from './store.ts';

/** "Last seen" of what is installed is kept to this, which spares writing a whole inventory each time it is told. */
const installedGrainMs = 3_600_000;

/** Machines, their credentials, and what is installed on them. */
export function createMachineTable(db: DatabaseSync, profiles: CachedProfiles): MachineStore {
  const add = db.prepare('INSERT INTO machines (id, name, platform, enrolled_ms, last_seen_ms) VALUES (?, ?, ?, ?, ?)');
  const addCredential = db.prepare('INSERT INTO credentials (hash, machine, created_ms) VALUES (?, ?, ?)');
  const byCredential = db.prepare(`
    SELECT m.id, m.name FROM credentials c JOIN machines m ON m.id = c.machine WHERE c.hash = ? AND c.revoked = 0`);
  const revoke = db.prepare('UPDATE credentials SET revoked = 1 WHERE machine = ? AND revoked = 0');
  const list = db.prepare(`
    SELECT m.*,
      (SELECT count(*) FROM environments e WHERE e.machine = m.id) AS environments,
      (SELECT count(*) FROM alerts a WHERE a.machine = m.id) AS alerts,
      c.told_ms, c.covered, c.blind, c.covered_processes, c.blind_processes
    FROM machines m LEFT JOIN coverage c ON c.machine = m.id ORDER BY m.name, m.id`);
  const putCoverage = db.prepare('INSERT OR REPLACE INTO coverage VALUES (?, ?, ?, ?, ?, ?, ?)');
  const getCoverage = db.prepare('SELECT told_ms, body FROM coverage WHERE machine = ?');
  const hello = db.prepare(`
    UPDATE machines SET name = ?, platform = ?, user_name = ?, agent_version = ?, last_seen_ms = ? WHERE id = ?
    RETURNING sequence`);
  const seen = db.prepare('UPDATE machines SET last_seen_ms = ? WHERE id = ?');
  const health = db.prepare(`
    UPDATE machines SET spool_batches = ?, spool_bytes = ?, health_lost = ?, processes = ?, last_seen_ms = ?
    WHERE id = ?`);
  const dropEnvironments = db.prepare('DELETE FROM environments WHERE machine = ?');
  const addEnvironment = db.prepare(
    'INSERT OR REPLACE INTO environments (machine, path, kind, python) VALUES (?, ?, ?, ?)',
  );
  const installedNow = db.prepare(
    'SELECT package, version, environment, last_ms FROM versions WHERE machine = ? AND installed = 1',
  );
  const install = db.prepare(`
    INSERT INTO versions (package, version, machine, environment, first_ms, last_ms, installed)
    VALUES (?, ?, ?, ?, ?, ?, 1)
    ON CONFLICT DO UPDATE SET last_ms = max(last_ms, excluded.last_ms), installed = 1`);
  const remove = db.prepare(`
    UPDATE versions SET installed = 0, last_ms = max(last_ms, ?)
    WHERE package = ? AND version = ? AND machine = ? AND environment = ?`);

  function replaceInventory(id: string, environments: readonly InventoryEnvironment[], atMs: number): void {
    dropEnvironments.run(id);
    for (const { path, kind, python } of environments) addEnvironment.run(id, path, kind, python);
    const keyOf = (name: string, version: string, path: string): string => JSON.stringify([name, version, path]);
    const before = installedNow.all(id);
    const fresh = new Set(
      before
        .filter((row) => Number(row.last_ms) + installedGrainMs > atMs)
        .map((row) => keyOf(String(row.package), String(row.version), String(row.environment))),
    );
    const now = new Set<string>();
    for (const { path, packages } of environments) {
      for (const { name, version } of packages) {
        const key = keyOf(name, version, path);
        now.add(key);
        if (!fresh.has(key)) install.run(name, version, id, path, atMs, atMs);
      }
    }
    for (const row of before) {
      const [name, version, path] = [String(row.package), String(row.version), String(row.environment)];
      if (!now.has(keyOf(name, version, path))) remove.run(atMs, name, version, id, path);
    }
    seen.run(atMs, id);
  }

  return {
    async add({ id, name, platform, credentialHash, enrolledMs }: NewMachine): Promise<void> {
      transaction(db, () => {
        add.run(id, name, platform, enrolledMs, enrolledMs);
        addCredential.run(credentialHash, id, enrolledMs);
      });
    },

    async byCredential(hash: Uint8Array): Promise<MachineRef | null> {
      const row = byCredential.get(hash);
      return row === undefined ? null : { id: String(row.id), name: String(row.name) };
    },

    async revoke(id: string): Promise<boolean> {
      return Number(revoke.run(id).changes) > 0;
    },

    async list(): Promise<readonly Omit<Machine, 'connected'>[]> {
      return list.all().map((row) => ({
        id: String(row.id),
        name: String(row.name),
        platform: String(row.platform),
        agentVersion: String(row.agent_version),
        enrolledMs: Number(row.enrolled_ms),
        lastSeenMs: Number(row.last_seen_ms),
        sequence: Number(row.sequence),
        environments: Number(row.environments),
        processes: Number(row.processes),
        spoolBatches: Number(row.spool_batches),
        // The agent counts since its start, the batches tell all that was ever lost: the larger is what is known.
        lost: Math.max(Number(row.lost), Number(row.health_lost)),
        alerts: Number(row.alerts),
        coverage:
          row.told_ms === null
            ? null
            : {
                toldMs: Number(row.told_ms),
                covered: Number(row.covered),
                blind: Number(row.blind),
                coveredProcesses: Number(row.covered_processes),
                blindProcesses: Number(row.blind_processes),
              },
      }));
    },

    async hello(id: string, facts: AgentFacts, atMs: number): Promise<number> {
      const row = hello.get(facts.hostName, facts.platform, facts.userName, facts.agentVersion, atMs, id);
      return Number(row?.sequence ?? 0);
    },

    async inventory(id: string, environments: readonly InventoryEnvironment[], atMs: number): Promise<void> {
      transaction(db, () => replaceInventory(id, environments, atMs));
      profiles.forget();
    },

    async coverage(id: string, coverage: MachineCoverage, atMs: number): Promise<void> {
      const { places, processes, coveredProcesses } = coverage;
      const covered = places.filter(({ coveredBy }) => coveredBy !== null).length;
      const blind = processes.reduce((total, { count }) => total + count, 0);
      const body = JSON.stringify(coverage);
      putCoverage.run(id, atMs, covered, places.length - covered, coveredProcesses, blind, body);
      seen.run(atMs, id);
    },

    async coverageOf(id: string): Promise<(MachineCoverage & { readonly toldMs: number }) | null> {
      const row = getCoverage.get(id);
      if (row === undefined) return null;
      return { toldMs: Number(row.told_ms), ...(JSON.parse(String(row.body)) as MachineCoverage) };
    },

    async health(id: string, facts: HealthFacts, atMs: number): Promise<void> {
      health.run(facts.spoolBatches, facts.spoolBytes, facts.lost, facts.processes, atMs, id);
    },
  };
}
