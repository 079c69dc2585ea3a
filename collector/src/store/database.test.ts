import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { scratchDir } from '../testing/scratch.ts';
import { isStorageFault, openDatabase, savepoint, transaction } from './database.ts';
import { migrations } from './migrations.ts';

function open(path: string, steps?: readonly string[]) {
  const db = openDatabase(path, steps);
  onTestFinished(() => {
    if (db.isOpen) db.close();
  });
  return db;
}

test('a new database has every step and is durable: WAL, synchronous FULL', () => {
  const db = open(join(scratchDir(), 'new.db'));
  expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: migrations.length });
  expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  expect(db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
});

test('steps are taken once, from where the database stands', () => {
  const path = join(scratchDir(), 'steps.db');
  open(path, ['CREATE TABLE a (x)']).close();
  const db = open(path, ['CREATE TABLE a (x)', 'CREATE TABLE b (x)']);
  expect(db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all()).toEqual([
    { name: 'a' },
    { name: 'b' },
  ]);
});

test('a step that fails leaves nothing of itself', () => {
  const path = join(scratchDir(), 'half.db');
  expect(() => openDatabase(path, ['CREATE TABLE a (x)', 'CREATE TABLE b (x); nonsense'])).toThrow(/can't be opened/);
  const db = open(path, ['CREATE TABLE a (x)']);
  expect(db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'b'").get()).toEqual({ n: 0 });
});

test('a database from a newer version is refused with a sentence', () => {
  const path = join(scratchDir(), 'newer.db');
  open(path, ['CREATE TABLE a (x)', 'CREATE TABLE b (x)']).close();
  expect(() => openDatabase(path, ['CREATE TABLE a (x)'])).toThrow(/newer Culprit \(layout 2, this one knows 1\)/);
});

test('a second collector on the same database is refused with a sentence', () => {
  const path = join(scratchDir(), 'two.db');
  open(path);
  expect(() => openDatabase(path)).toThrow(/Another collector uses the database .*two\.db/);
});

test('what is no database is refused with a sentence, and is left as it is', () => {
  const path = join(scratchDir(), 'not.db');
  writeFileSync(path, 'some text that is long enough to be no header of SQLite at all '.repeat(20));
  expect(() => openDatabase(path)).toThrow(/can't be opened \(file is not a database\)/);
});

test('a transaction is all or nothing, a savepoint undoes only its own', () => {
  const db = open(join(scratchDir(), 't.db'), ['CREATE TABLE t (x)']);
  const add = db.prepare('INSERT INTO t VALUES (?)');
  expect(() =>
    transaction(db, () => {
      add.run(1);
      throw new Error('no');
    }),
  ).toThrow('no');
  transaction(db, () => {
    add.run(2);
    expect(() =>
      savepoint(db, () => {
        add.run(3);
        throw new Error('no');
      }),
    ).toThrow('no');
  });
  expect(db.prepare('SELECT x FROM t').all()).toEqual([{ x: 2 }]);
});

test('a fault of the disk is told from a fault of the data', () => {
  const db = open(join(scratchDir(), 'f.db'), ['CREATE TABLE t (x INTEGER) STRICT']);
  const faultOf = (sql: string): unknown => {
    try {
      db.exec(sql);
    } catch (error) {
      return error;
    }
    return null;
  };
  expect(isStorageFault(faultOf("INSERT INTO t VALUES ('text')"))).toBe(false);
  db.exec(`PRAGMA max_page_count = ${Number(db.prepare('PRAGMA page_count').get()?.page_count)}`);
  db.exec('CREATE TEMP TABLE filler AS SELECT 1');
  expect(isStorageFault(faultOf('CREATE TABLE more (y); INSERT INTO more SELECT randomblob(100000)'))).toBe(true);
});
