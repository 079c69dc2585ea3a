import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { AlertSummary, Severity } from '../api/types.ts';
import type { Finding, FindingRule } from '../detect/finding.ts';
import type { AlertChange, AlertFilter, AlertStore, Position, Slice, StoredAlert } from './store.ts';

/** An alert keeps the first of the activities that met its rule. */
const maxEvidence = 50;

/** From the least to the most severe. */
export const severities: readonly Severity[] = ['informational', 'low', 'medium', 'high', 'critical'];

export interface AlertTable extends AlertStore {
  /** Makes an alert of a finding, or counts the one up that there is. Runs inside the commit's transaction. */
  record(finding: Finding): AlertChange;
}

/** Alerts: one for each rule, package version and machine; what happens again is counted. */
export function createAlertTable(db: DatabaseSync): AlertTable {
  const latest = db.prepare('SELECT coalesce(max(revision), 0) AS revision FROM alerts');
  const existing = db.prepare(
    `SELECT no, severity, evidence_count, iif(evidence_count < ${maxEvidence}, evidence_json, '[]') AS evidence_json
     FROM alerts WHERE rule = ? AND package = ? AND version = ? AND machine = ?`,
  );
  const insert = db.prepare(`
    INSERT INTO alerts (revision, rule, package, version, machine, title, rule_json, severity, sentence, environment,
      process_json, chain_json, evidence_json, evidence_count, first_ms, last_ms, count)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`);
  const again = db.prepare(`
    UPDATE alerts SET revision = ?, title = ?, rule_json = ?, severity = ?, count = count + 1,
      first_ms = min(first_ms, ?), last_ms = max(last_ms, ?) WHERE no = ?`);
  const addEvidence = db.prepare('UPDATE alerts SET evidence_json = ?, evidence_count = ? WHERE no = ?');
  const columns = `a.no, a.rule, a.title, a.severity, a.sentence, a.package, a.version, a.machine, a.first_ms, a.last_ms,
    a.count, a.revision, m.name AS machine_name`;
  const select = `FROM alerts a LEFT JOIN machines m ON m.id = a.machine`;
  const summary = db.prepare(`SELECT ${columns} ${select} WHERE a.no = ?`);
  const whole = db.prepare(`SELECT a.*, m.name AS machine_name ${select} WHERE a.no = ?`);
  const newer = db.prepare(`SELECT ${columns} ${select} WHERE a.revision > ? ORDER BY a.revision LIMIT ?`);
  const hits = db.prepare('SELECT rule, sum(count) AS hits FROM alerts GROUP BY rule');

  function record(finding: Finding): AlertChange {
    const { rule, machine } = finding;
    const { name, version } = finding.package ?? { name: '', version: '' };
    const revision = Number(latest.get()?.revision ?? 0) + 1;
    const known = existing.get(rule.id, name, version, machine.id);
    const no = known === undefined ? make(finding, revision) : repeat(finding, revision, known);
    return { alert: toSummary(summary.get(no) ?? {}), isNew: known === undefined, revision };
  }

  function make(finding: Finding, revision: number): number | bigint {
    const { rule, machine, severity, sentence, environment } = finding;
    const { name, version } = finding.package ?? { name: '', version: '' };
    const evidence = finding.evidence.slice(-maxEvidence);
    const { lastInsertRowid } = insert.run(
      ...[revision, rule.id, name, version, machine.id, rule.title, ruleJson(rule), severity, sentence, environment],
      ...[JSON.stringify(finding.process), JSON.stringify(finding.evidence.at(-1)?.chain ?? [])],
      ...[JSON.stringify(evidence), evidence.length, firstMs(finding), lastMs(finding)],
    );
    return lastInsertRowid;
  }

  function repeat(finding: Finding, revision: number, known: Record<string, SQLInputValue>): number {
    const no = Number(known.no);
    const before = severities.indexOf(String(known.severity) as Severity);
    const severity = severities[Math.max(before, severities.indexOf(finding.severity))] ?? finding.severity;
    const { rule } = finding;
    again.run(revision, rule.title, ruleJson(rule), severity, firstMs(finding), lastMs(finding), no);
    const count = Number(known.evidence_count);
    if (count < maxEvidence) {
      const kept: { id: string }[] = JSON.parse(String(known.evidence_json));
      const fresh = finding.evidence.filter(({ id }) => !kept.some((activity) => activity.id === id));
      const evidence = [...kept, ...fresh].slice(0, maxEvidence);
      if (fresh.length > 0) addEvidence.run(JSON.stringify(evidence), evidence.length, no);
    }
    return no;
  }

  return {
    record,

    async list(filter: AlertFilter, after: Position | null, limit: number): Promise<Slice<AlertSummary>> {
      const { sql, values } = conditionsOf(filter, after);
      const rows = db
        .prepare(`SELECT ${columns} ${select} ${sql} ORDER BY a.last_ms DESC, a.no DESC LIMIT ?`)
        .all(...values, limit + 1);
      const page = rows.slice(0, limit);
      const end = page.at(-1);
      const next = rows.length > limit && end ? { lastMs: Number(end.last_ms), no: Number(end.no) } : null;
      return { items: page.map(toSummary), next };
    },

    async get(id: string): Promise<StoredAlert | null> {
      const row = /^[1-9]\d{0,14}$/.test(id) ? whole.get(Number(id)) : undefined;
      return row === undefined ? null : toAlert(row);
    },

    async changesAfter(revision: number, limit: number): Promise<readonly AlertChange[]> {
      return newer.all(revision, limit).map((row) => ({
        alert: toSummary(row),
        isNew: Number(row.count) === 1,
        revision: Number(row.revision),
      }));
    },

    async revision(): Promise<number> {
      return Number(latest.get()?.revision ?? 0);
    },

    async hits(): Promise<ReadonlyMap<string, number>> {
      return new Map(hits.all().map((row) => [String(row.rule), Number(row.hits)]));
    },
  };
}

function conditionsOf(filter: AlertFilter, after: Position | null): { sql: string; values: SQLInputValue[] } {
  const conditions: { sql: string; values: readonly SQLInputValue[] }[] = [];
  const among = filter.severities ?? [];
  if (among.length > 0) conditions.push({ sql: `a.severity IN (${among.map(() => '?').join(', ')})`, values: among });
  if (filter.package !== undefined) conditions.push({ sql: 'a.package = ?', values: [filter.package] });
  if (filter.machine !== undefined) {
    conditions.push({ sql: '(a.machine = ? OR m.name = ?)', values: [filter.machine, filter.machine] });
  }
  if (filter.rule !== undefined) conditions.push({ sql: 'a.rule = ?', values: [filter.rule] });
  for (const word of filter.q?.split(/\s+/).filter((part) => part !== '') ?? []) {
    const text = "a.sentence || ' ' || a.title || ' ' || a.package || '@' || a.version || ' ' || coalesce(m.name, '')";
    conditions.push({ sql: `(${text}) LIKE ? ESCAPE '\\'`, values: [`%${word.replace(/[\\%_]/g, '\\$&')}%`] });
  }
  if (after !== null) conditions.push({ sql: '(a.last_ms, a.no) < (?, ?)', values: [after.lastMs, after.no] });
  const sql = conditions.length === 0 ? '' : `WHERE ${conditions.map((condition) => condition.sql).join(' AND ')}`;
  return { sql, values: conditions.flatMap(({ values }) => values) };
}

function ruleJson({ id, title, description, tags, references, falsePositives, text }: FindingRule): string {
  return JSON.stringify({ id, title, description, tags, references, falsePositives, text });
}

function firstMs({ evidence, atMs }: Finding): number {
  return Math.round(evidence.reduce((first, activity) => Math.min(first, activity.atMs), atMs));
}

function lastMs({ evidence, atMs }: Finding): number {
  return Math.round(evidence.reduce((last, activity) => Math.max(last, activity.atMs), atMs));
}

type Row = Readonly<Record<string, unknown>>;

function toSummary(row: Row): AlertSummary {
  const name = String(row.package);
  return {
    id: String(row.no),
    rule: { id: String(row.rule), title: String(row.title) },
    severity: String(row.severity) as Severity,
    sentence: String(row.sentence),
    package: name === '' ? null : { name, version: String(row.version) },
    machine: { id: String(row.machine), name: String(row.machine_name ?? row.machine) },
    firstMs: Number(row.first_ms),
    lastMs: Number(row.last_ms),
    count: Number(row.count),
  };
}

function toAlert(row: Row): StoredAlert {
  return {
    ...toSummary(row),
    rule: JSON.parse(String(row.rule_json)),
    environment: String(row.environment),
    process: JSON.parse(String(row.process_json)),
    chain: JSON.parse(String(row.chain_json)),
    evidence: JSON.parse(String(row.evidence_json)),
  };
}
