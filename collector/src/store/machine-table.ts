import type { DatabaseSync } from 'node:sqlite';
import type { Machine, MachineCoverage, MachineRef } from '../api/types.ts';
import { transaction } from './database.ts';
import type { AgentFacts, HealthFacts, MachineStore, NewMachine } from './store.ts';

/** Machines and their credentials. */
export function createMachineTable(db: DatabaseSync): MachineStore {
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
  const seen = db.prepare('UPDATE machines SET last_seen_ms = ? WHERE id = ?');
  const putCoverage = db.prepare('INSERT OR REPLACE INTO coverage VALUES (?, ?, ?, ?, ?, ?, ?)');
  const getCoverage = db.prepare('SELECT told_ms, body FROM coverage WHERE machine = ?');
  const hello = db.prepare(`
    UPDATE machines SET name = ?, platform = ?, user_name = ?, agent_version = ?, last_seen_ms = ? WHERE id = ?
    RETURNING sequence`);
  const health = db.prepare(`
    UPDATE machines SET spool_batches = ?, spool_bytes = ?, health_lost = ?, processes = ?, last_seen_ms = ?
    WHERE id = ?`);
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
