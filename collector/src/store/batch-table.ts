import type { DatabaseSync } from 'node:sqlite';
import type { MachineRef, StoredActivity } from '../api/types.ts';
import { CollectorError, reasonOf } from '../errors.ts';
import type { AlertTable } from './alert-table.ts';
import { placed, storedActivities } from './batch-body.ts';
import { isStorageFault, savepoint, transaction } from './database.ts';
import type { CachedProfiles } from './profile-view.ts';
import { createRollUps } from './roll-ups.ts';
import type { AlertChange, BatchOutcome, BatchStore, CommitReport, Decide, IncomingBatch } from './store.ts';

/** How many batches on each side of the one asked for are read for a process. */
const neighbours = 8;
/** How many batches with changes of a package are read. */
const changeBatches = 10;

/** Batches, and the commit that all else follows from. */
export function createBatchTable(db: DatabaseSync, profiles: CachedProfiles, alerts: AlertTable): BatchStore {
  const rollUps = createRollUps(db, profiles);
  const held = db.prepare('SELECT sequence FROM machines WHERE id = ?');
  const advance = db.prepare('UPDATE machines SET sequence = ?, lost = lost + ?, last_seen_ms = ? WHERE id = ?');
  const insert = db.prepare(
    'INSERT INTO batches (machine, sequence, received_ms, activities, lost, body) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const post = db.prepare('INSERT OR IGNORE INTO postings (key, batch) VALUES (?, ?)');
  const quarantine = db.prepare(
    'INSERT INTO quarantine (machine, sequence, received_ms, reason, body) VALUES (?, ?, ?, ?, ?)',
  );
  const numberOf = db.prepare(
    'SELECT no FROM batches WHERE machine = ? AND sequence <= ? ORDER BY sequence DESC LIMIT 1',
  );
  const upTo = db.prepare(
    'SELECT sequence, body FROM postings p JOIN batches b ON b.no = p.batch WHERE p.key = ? AND p.batch <= ? ORDER BY p.batch DESC LIMIT ?',
  );
  const from = db.prepare(
    'SELECT sequence, body FROM postings p JOIN batches b ON b.no = p.batch WHERE p.key = ? AND p.batch > ? ORDER BY p.batch LIMIT ?',
  );
  const received = db.prepare(
    `SELECT b.no, b.machine, b.sequence, b.body, m.name FROM batches b JOIN machines m ON m.id = b.machine
     WHERE b.received_ms >= ? AND b.no > ? ORDER BY b.no LIMIT 1`,
  );

  const oldest = db.prepare(
    'SELECT no, machine, sequence, body FROM batches WHERE received_ms < ? ORDER BY received_ms LIMIT ?',
  );
  const unpost = db.prepare('DELETE FROM postings WHERE key = ? AND batch = ?');
  const remove = db.prepare('DELETE FROM batches WHERE no = ?');
  const removeQuarantined = db.prepare(
    'DELETE FROM quarantine WHERE no IN (SELECT no FROM quarantine WHERE received_ms < ? LIMIT ?)',
  );

  function take(item: IncomingBatch, decide: Decide, changes: AlertChange[]): BatchOutcome {
    const row = held.get(item.machine.id);
    const committed = Number(row?.sequence ?? 0);
    if (item.sequence <= committed) return { status: 'known', sequence: committed };
    if (item.contents.status === 'invalid') return setAside(item, item.contents.reason);
    // A hole is taken only where the agent itself says that it had to drop what was there.
    const { batch } = item.contents;
    if (item.sequence > committed + 1 && batch.lost === 0) return { status: 'gap', sequence: committed };
    try {
      changes.push(...savepoint(db, () => write(item, batch.activities, batch.lost, decide)));
    } catch (error) {
      if (isStorageFault(error)) throw error;
      // Something about this batch alone: it must not stand in the way of those behind it for ever.
      profiles.forget();
      return setAside(item, reasonOf(error));
    }
    const activities = batch.activities.length;
    return { status: 'committed', sequence: item.sequence, activities, lost: batch.lost };
  }

  function write(
    { machine, sequence, receivedMs, body }: IncomingBatch,
    activities: readonly Omit<StoredActivity, 'id' | 'machine'>[],
    lost: number,
    decide: Decide,
  ): readonly AlertChange[] {
    const stored = placed(machine, sequence, activities);
    const { lastInsertRowid } = insert.run(machine.id, sequence, receivedMs, activities.length, lost, body);
    for (const key of new Set(stored.flatMap(postingKeys))) post.run(key, lastInsertRowid);
    rollUps.write(stored, receivedMs);
    advance.run(sequence, lost, receivedMs, machine.id);
    return decide(stored).map((finding) => alerts.record(finding));
  }

  function setAside({ machine, sequence, receivedMs, body }: IncomingBatch, reason: string): BatchOutcome {
    quarantine.run(machine.id, sequence, receivedMs, reason, body);
    advance.run(sequence, 0, receivedMs, machine.id);
    return { status: 'quarantined', sequence, reason };
  }

  const read = (machine: MachineRef, rows: readonly Record<string, unknown>[]): readonly StoredActivity[] =>
    rows.flatMap(({ sequence, body }) => storedActivities(machine, Number(sequence), body as Uint8Array));

  return {
    async commit(batches: readonly IncomingBatch[], decide: Decide): Promise<CommitReport> {
      const changes: AlertChange[] = [];
      try {
        const outcomes = transaction(db, () => batches.map((item) => take(item, decide, changes)));
        return { outcomes, alerts: lastOfEach(changes) };
      } catch (cause) {
        profiles.forget();
        throw new CollectorError('COLLECTOR_ERR_STORE_WRITE', [reasonOf(cause)], { cause });
      }
    },

    async *since(receivedMs: number): AsyncIterable<readonly StoredActivity[]> {
      let no = 0;
      for (;;) {
        const row = received.get(receivedMs, no);
        if (row === undefined) return;
        no = Number(row.no);
        const machine = { id: String(row.machine), name: String(row.name) };
        yield storedActivities(machine, Number(row.sequence), row.body as Uint8Array);
      }
    },

    async prune(beforeMs: number, limit: number): Promise<number> {
      return transaction(db, () => {
        const rows = oldest.all(beforeMs, limit);
        for (const { no, machine, sequence, body } of rows) {
          // Its postings are known from what is in it, which spares them an index of their own.
          const of = { id: String(machine), name: '' };
          const activities = storedActivities(of, Number(sequence), body as Uint8Array);
          for (const key of new Set(activities.flatMap(postingKeys))) unpost.run(key, Number(no));
          remove.run(Number(no));
        }
        const left = limit - rows.length;
        return rows.length + (left > 0 ? Number(removeQuarantined.run(beforeMs, left).changes) : 0);
      });
    },

    async ofProcess(machine: MachineRef, processKey: string, nearSequence: number): Promise<readonly StoredActivity[]> {
      const no = Number(numberOf.get(machine.id, nearSequence)?.no ?? 0);
      const key = processPosting(machine.id, processKey);
      const rows = [...upTo.all(key, no, neighbours).reverse(), ...from.all(key, no, neighbours)];
      return read(machine, rows).filter(({ process }) => process?.key === processKey);
    },

    async changesOf(machine: MachineRef, packageName: string): Promise<readonly StoredActivity[]> {
      const rows = upTo.all(changePosting(machine.id, packageName), Number.MAX_SAFE_INTEGER, changeBatches).reverse();
      return read(machine, rows).filter((activity) => changedPackage(activity) === packageName);
    },
  };
}

/** Each alert once, as it is after the commit: what is met a thousand times in a batch is told once. */
function lastOfEach(changes: readonly AlertChange[]): readonly AlertChange[] {
  const byAlert = new Map<string, AlertChange>();
  for (const change of changes) {
    const before = byAlert.get(change.alert.id);
    byAlert.delete(change.alert.id);
    byAlert.set(change.alert.id, { ...change, isNew: change.isNew || (before?.isNew ?? false) });
  }
  return [...byAlert.values()];
}

function postingKeys(activity: StoredActivity): string[] {
  const { machine, process } = activity;
  const changed = changedPackage(activity);
  return [
    ...(process === null ? [] : [processPosting(machine.id, process.key)]),
    ...(changed === null ? [] : [changePosting(machine.id, changed)]),
  ];
}

function changedPackage({ operation, package: of, target }: StoredActivity): string | null {
  return operation === 'package.change' ? (of?.name ?? target) : null;
}

const processPosting = (machine: string, key: string): string => `process ${machine} ${key}`;
const changePosting = (machine: string, name: string): string => `change ${machine} ${name}`;
