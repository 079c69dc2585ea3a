import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { type Confidence, type Operation, purlOf } from '@culprit/proto';
import type { WhoRow } from '../api/types.ts';

import type { Glob } from './glob.ts';
import { reverse } from './roll-ups.ts';
import type { Position, SightingStore, Slice, WhoQuery } from './store.ts';

interface Condition {
  /** Named outright: without statistics the planner would often walk by time, and touch every row. */
  readonly index: string;
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** Greater than every text that begins with what stands before it. */
const last = '\u{10ffff}';

export function createSightingTable(db: DatabaseSync): SightingStore {
  // SQLite asks this of each row that the index leaves; the glob of the query that is running now.
  let glob: Glob | null = null;
  db.function('matches_glob', (path, isCaseless) => {
    if (typeof path !== 'string' || glob === null) return 0;
    return (isCaseless === 1 ? glob.matchesAnyCase(path) : glob.matches(path)) ? 1 : 0;
  });

  const prune = db.prepare(
    'DELETE FROM sightings WHERE no IN (SELECT no FROM sightings WHERE last_ms < ? ORDER BY last_ms LIMIT ?)',
  );

  return {
    async prune(beforeMs: number, limit: number): Promise<number> {
      return Number(prune.run(beforeMs, limit).changes);
    },

    async who(query: WhoQuery, after: Position | null, limit: number): Promise<Slice<WhoRow>> {
      const conditions = conditionsOf(query);
      glob = query.target.kind === 'glob' ? query.target.glob : null;
      const filters: { sql: string; values: readonly SQLInputValue[] }[] = [];
      if (query.sinceMs !== undefined) filters.push({ sql: 's.last_ms >= ?', values: [query.sinceMs] });
      if (query.package !== undefined) filters.push({ sql: 's.package = ?', values: [query.package] });
      if (query.machine !== undefined) {
        const sql = 's.machine IN (SELECT id FROM machines WHERE id = ? OR name = ?)';
        filters.push({ sql, values: [query.machine, query.machine] });
      }
      if (after !== null) filters.push({ sql: '(s.last_ms, s.no) < (?, ?)', values: [after.lastMs, after.no] });
      // The inner queries find which rows are the page, so that all that match are sorted by their time and number alone.
      const found = conditions.map(
        ({ index, sql }) => `SELECT * FROM (
             SELECT s.no FROM sightings s INDEXED BY ${index}
             WHERE ${[sql, ...filters.map((filter) => filter.sql)].join(' AND ')}
             ORDER BY s.last_ms DESC, s.no DESC LIMIT ?
           )`,
      );
      const more = filters.flatMap(({ values }) => values);
      const rows = db
        .prepare(
          `SELECT s.*, m.name AS machine_name
           FROM (${found.join(' UNION ')}) found
             JOIN sightings s ON s.no = found.no LEFT JOIN machines m ON m.id = s.machine
           ORDER BY s.last_ms DESC, s.no DESC LIMIT ?`,
        )
        .all(...conditions.flatMap(({ values }) => [...values, ...more, limit + 1]), limit + 1);
      const page = rows.slice(0, limit);
      const end = page.at(-1);
      const next = rows.length > limit && end ? { lastMs: Number(end.last_ms), no: Number(end.no) } : null;
      return { items: page.map(toRow), next };
    },
  };
}

/** Whether the machine of a row has file systems that take A and a for one. */
const isCaseless = "(s.machine IN (SELECT id FROM machines WHERE platform IN ('darwin', 'win32')))";

/** A row is an answer where it fits one of these. */
function conditionsOf({ target, package: name }: WhoQuery): readonly Condition[] {
  switch (target.kind) {
    case 'host': {
      const backwards = reverse(target.host);
      // "." sorts right before "/", so this range is the name and all that begin with it; then whole labels only.
      const sql =
        "s.reversed >= ? AND s.reversed < ? AND (s.reversed = ? OR substr(s.reversed, length(?) + 1, 1) = '.')";
      const values = [backwards, `${backwards}/`, backwards, backwards];
      return [{ index: 'sightings_reversed', sql, values }];
    }
    case 'addresses':
      return [
        {
          index: 'sightings_address',
          sql: 's.address >= ? AND s.address <= ?',
          values: [target.first, target.last],
        },
      ];
    case 'path': {
      const { path } = target;
      const below = path.endsWith('/') ? path : `${path}${path.includes('\\') ? '\\' : '/'}`;
      return byPath((column) => ({
        sql: `${column} COLLATE NOCASE >= ? AND ${column} COLLATE NOCASE < ?
          AND (${column} COLLATE NOCASE = ? OR substr(${column}, 1, length(?)) = ? COLLATE NOCASE)
          AND (${isCaseless} OR ${column} = ? OR substr(${column}, 1, length(?)) = ?)`,
        values: [path, `${below}${last}`, path, below, below, path, below, below],
      }));
    }
    case 'glob': {
      const { prefix, literal } = target.glob;
      // Where every path matches, the newest rows are a page soon; else all paths are looked at, in the index alone.
      const byTime = name === undefined ? 'sightings_last' : 'sightings_package';
      if (literal === '') return [{ index: byTime, sql: `matches_glob(s.target, ${isCaseless}) = 1`, values: [] }];
      return byPath((column) => ({
        sql: `${column} COLLATE NOCASE >= ? AND ${column} COLLATE NOCASE < ?
          AND instr(lower(${column}), lower(?)) > 0 AND matches_glob(${column}, ${isCaseless}) = 1`,
        values: [prefix, `${prefix}${last}`, literal],
      }));
    }
    case 'class':
      return [{ index: 'sightings_class', sql: 's.target_class = ?', values: [target.name] }];
  }
}

/** A file by the path that is its target, or by its other one. */
function byPath(of: (column: string) => Omit<Condition, 'index'>): readonly Condition[] {
  return [
    { index: 'sightings_target', ...of('s.target') },
    { index: 'sightings_other', ...of('s.other') },
  ];
}

type Row = Readonly<Record<string, unknown>>;

function toRow(row: Row): WhoRow {
  const name = textOrNull(row.package);
  const version = textOrNull(row.version);
  return {
    package: name,
    version,
    purl: name === null ? null : purlOf(name, version ?? ''),
    chain: JSON.parse(String(row.chain)),
    application: String(row.application),
    operation: String(row.operation) as Operation,
    target: String(row.target),
    other: textOrNull(row.other),
    ip: textOrNull(row.ip),
    port: row.port === null ? null : Number(row.port),
    targetClass: textOrNull(row.target_class),
    machine: textOrNull(row.machine_name) ?? String(row.machine),
    environment: String(row.environment),
    python: String(row.python),
    pid: row.pid === null ? null : Number(row.pid),
    command: String(row.command),
    confidence: String(row.confidence) as Confidence,
    firstSeen: Number(row.first_ms),
    lastSeen: Number(row.last_ms),
    count: Number(row.count),
  };
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
