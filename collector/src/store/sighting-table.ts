import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Confidence, Operation } from '@culprit/proto';
import type { WhoRow } from '../api/types.ts';
import { purlOf } from '../purl.ts';
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
  db.function('matches_glob', (path) => (typeof path === 'string' && glob?.matches(path) ? 1 : 0));

  const prune = db.prepare(
    'DELETE FROM sightings WHERE no IN (SELECT no FROM sightings WHERE last_ms < ? ORDER BY last_ms LIMIT ?)',
  );

  return {
    async prune(beforeMs: number, limit: number): Promise<number> {
      return Number(prune.run(beforeMs, limit).changes);
    },

    async who(query: WhoQuery, after: Position | null, limit: number): Promise<Slice<WhoRow>> {
      const condition = conditionOf(query);
      glob = query.target.kind === 'glob' ? query.target.glob : null;
      const filters: { sql: string; values: readonly SQLInputValue[] }[] = [condition];
      if (query.sinceMs !== undefined) filters.push({ sql: 's.last_ms >= ?', values: [query.sinceMs] });
      if (query.package !== undefined) filters.push({ sql: 's.package = ?', values: [query.package] });
      if (query.machine !== undefined) {
        const sql = 's.machine IN (SELECT id FROM machines WHERE id = ? OR name = ?)';
        filters.push({ sql, values: [query.machine, query.machine] });
      }
      if (after !== null) filters.push({ sql: '(s.last_ms, s.no) < (?, ?)', values: [after.lastMs, after.no] });
      // The inner query finds which rows are the page, so that all that match are sorted by their time and number alone.
      const rows = db
        .prepare(
          `SELECT s.*, m.name AS machine_name
           FROM (
             SELECT s.no FROM sightings s INDEXED BY ${condition.index}
             WHERE ${filters.map(({ sql }) => sql).join(' AND ')}
             ORDER BY s.last_ms DESC, s.no DESC LIMIT ?
           ) found JOIN sightings s ON s.no = found.no LEFT JOIN machines m ON m.id = s.machine
           ORDER BY s.last_ms DESC, s.no DESC`,
        )
        .all(...filters.flatMap(({ values }) => values), limit + 1);
      const page = rows.slice(0, limit);
      const end = page.at(-1);
      const next = rows.length > limit && end ? { lastMs: Number(end.last_ms), no: Number(end.no) } : null;
      return { items: page.map(toRow), next };
    },
  };
}

function conditionOf({ target, package: name }: WhoQuery): Condition {
  switch (target.kind) {
    case 'host': {
      const backwards = reverse(target.host);
      // "." sorts right before "/", so this range is the name and all that begin with it; then whole labels only.
      const sql =
        "s.reversed >= ? AND s.reversed < ? AND (s.reversed = ? OR substr(s.reversed, length(?) + 1, 1) = '.')";
      const values = [backwards, `${backwards}/`, backwards, backwards];
      return { index: 'sightings_reversed', sql, values };
    }
    case 'addresses':
      return {
        index: 'sightings_address',
        sql: 's.address >= ? AND s.address <= ?',
        values: [target.first, target.last],
      };
    case 'path': {
      const { path } = target;
      const below = path.endsWith('/') ? path : `${path}${path.includes('\\') ? '\\' : '/'}`;
      const sql = 's.target >= ? AND s.target < ? AND (s.target = ? OR substr(s.target, 1, length(?)) = ?)';
      return {
        index: 'sightings_target',
        sql,
        values: [path, `${below}${last}`, path, below, below],
      };
    }
    case 'glob': {
      const { prefix, literal } = target.glob;
      // Where every path matches, the newest rows are a page soon; else all paths are looked at, in the index alone.
      const byTime = name === undefined ? 'sightings_last' : 'sightings_package';
      if (literal === '') return { index: byTime, sql: 'matches_glob(s.target) = 1', values: [] };
      const sql = 's.target >= ? AND s.target < ? AND instr(s.target, ?) > 0 AND matches_glob(s.target) = 1';
      return { index: 'sightings_target', sql, values: [prefix, `${prefix}${last}`, literal] };
    }
    case 'class':
      return { index: 'sightings_class', sql: 's.target_class = ?', values: [target.name] };
  }
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
