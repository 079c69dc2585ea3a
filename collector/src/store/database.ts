import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { CollectorError, reasonOf } from '../errors.ts';
import { migrations } from './migrations.ts';

/** SQLite's result codes (https://www.sqlite.org/rescode.html) that say something about the disk, not the data. */
const busy = 5;
const storageFaults: ReadonlySet<number> = new Set([busy, 6, 7, 8, 10, 11, 13, 14, 15, 23, 26]);

/**
 * Opens (or makes) a database and brings its layout up to date.
 * The caller must keep the object: one that nothing refers to is garbage-collected, and its locks go with it.
 * @throws CollectorError where another process has it, it is from a newer version, or it can't be opened.
 */
export function openDatabase(path: string, steps: readonly string[] = migrations): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    // For its owner only, as are the files that SQLite makes beside it in the same mode.
    closeSync(openSync(path, 'a', 0o600));
    db = new DatabaseSync(path);
    // One collector a database: detection state lives in its memory. Exclusive locks also spare the shared-memory file.
    db.exec('PRAGMA locking_mode = EXCLUSIVE');
    db.exec('PRAGMA journal_mode = WAL');
    // FULL: what is acknowledged survives a power cut, not only a crash of the process.
    db.exec('PRAGMA synchronous = FULL');
    db.exec('PRAGMA wal_autocheckpoint = 16000');
    db.exec('PRAGMA foreign_keys = ON');
    db.exec('PRAGMA cache_size = -65536');
    migrate(db, path, steps);
    return db;
  } catch (cause) {
    db?.close();
    if (cause instanceof CollectorError) throw cause;
    if (sqliteCode(cause) === busy) throw new CollectorError('COLLECTOR_ERR_STORE_BUSY', [path], { cause });
    throw new CollectorError('COLLECTOR_ERR_STORE_OPEN', [path, reasonOf(cause)], { cause });
  }
}

function migrate(db: DatabaseSync, path: string, steps: readonly string[]): void {
  const row = db.prepare('PRAGMA user_version').get();
  const found = Number(row?.user_version ?? 0);
  if (found > steps.length) {
    throw new CollectorError('COLLECTOR_ERR_STORE_NEWER', [path, String(found), String(steps.length)]);
  }
  // A write takes the exclusive lock now, so that a second collector is told at its start and not at its first batch.
  if (found === steps.length) transaction(db, () => db.exec(`PRAGMA user_version = ${found}`));
  steps.slice(found).forEach((step, index) => {
    transaction(db, () => {
      db.exec(step);
      db.exec(`PRAGMA user_version = ${found + index + 1}`);
    });
  });
}

/** Runs `work` in one transaction: all of it is committed, or (where it throws) none. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** Runs `work` so that, where it throws, only its own writes are undone. Legal only inside a transaction. */
export function savepoint<T>(db: DatabaseSync, work: () => T): T {
  db.exec('SAVEPOINT step');
  try {
    const result = work();
    db.exec('RELEASE step');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK TO step; RELEASE step');
    throw error;
  }
}

/** Whether an error is about the disk or the database file as a whole, so that trying the same again may work. */
export function isStorageFault(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== undefined && storageFaults.has(code & 0xff);
}

function sqliteCode(error: unknown): number | undefined {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code : undefined;
}
