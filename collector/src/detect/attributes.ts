/** The attributes that every rule has, whatever its kind: who it is, how grave, what it refers to. */
import { randomUUID } from 'node:crypto';
import type { Severity } from '../api/types.ts';
import { AttributeReader } from './attribute-reader.ts';
import type { MapTree } from './document.ts';
import type { Reporter } from './problem.ts';
import { readTemplate, type Template } from './template.ts';

/** Sigma's levels, mildest first. */
export const levels: readonly Severity[] = ['informational', 'low', 'medium', 'high', 'critical'];
const statuses = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] as const;
const relations = ['correlation', 'derived', 'obsolete', 'merged', 'renamed', 'similar'] as const;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const dateForm = /^\d{4}-(0[1-9]|1[012])-(0[1-9]|[12]\d|3[01])$/;
const tagForm = /^[a-z0-9_-]+\.[a-z0-9._-]+$/;
const attackForm = /^attack\.(t\d{4}(\.\d{3})?|(g|s|m|a)\d{4}|ds\d{4}|[a-z][a-z-]*)$/;

const common = [
  'title',
  'id',
  'related',
  'name',
  'taxonomy',
  'status',
  'description',
  'license',
  'author',
  'references',
];
const known = [
  ...common,
  ...['date', 'modified', 'logsource', 'detection', 'fields', 'falsepositives', 'level', 'tags', 'scope'],
  ...['correlation', 'filter', 'culprit'],
];

export interface Attributes {
  readonly id: string;
  readonly name: string | null;
  readonly title: string;
  /** null where the rule doesn't say. */
  readonly level: Severity | null;
  readonly isToBeRun: boolean;
  readonly description: string;
  readonly tags: readonly string[];
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  readonly sentence: Template | null;
}

/** Reads them; undefined where something is wrong, which has been reported then. */
export function readAttributes(map: MapTree, report: Reporter): Attributes | undefined {
  const before = report.errorCount;
  const reader = new AttributeReader(map, '', report);
  reader.allowOnly(known, true);
  reader.required('title', 'Say in a few words what the rule finds.');
  const id = readId(reader);
  const status = reader.oneOf('status', statuses);
  const level = reader.oneOf('level', levels) ?? null;
  checkForms(reader);
  const attributes: Attributes = {
    id: id ?? '',
    name: reader.text('name', 256) ?? null,
    title: reader.text('title', 256) ?? '',
    level,
    isToBeRun: status !== 'deprecated' && status !== 'unsupported',
    description: reader.text('description') ?? '',
    tags: readTags(reader),
    references: reader.texts('references'),
    falsePositives: reader.texts('falsepositives'),
    sentence: readOwn(reader, report),
  };
  if (!attributes.isToBeRun) {
    const place = reader.entry('status')?.value.place ?? map.place;
    const message = `"${attributes.title}" is ${status}, so it is not run.`;
    report.warning('rule-not-run', place, 'status', message, 'Give it another status, or take its file away.');
  }
  return report.errorCount > before ? undefined : attributes;
}

function readId(reader: AttributeReader): string | undefined {
  // A correlation refers to a rule by it, an alert is counted by it: so it can't be left out here, though Sigma lets one.
  const entry = reader.required('id', `Give it one: ${randomUUID()} is free.`);
  if (entry === undefined) return undefined;
  const id = reader.text('id')?.toLowerCase();
  if (id === undefined || uuid.test(id)) return id;
  const mend = `Use a random one, such as ${randomUUID()}.`;
  return reader.fault('attribute-value', entry.value.place, 'id', `${id} is no UUID.`, mend);
}

function checkForms(reader: AttributeReader): void {
  for (const key of ['date', 'modified']) {
    const text = reader.text(key);
    const place = reader.entry(key)?.value.place;
    if (text === undefined || place === undefined || dateForm.test(text)) continue;
    reader.fault('attribute-value', place, key, `${text} is no date.`, 'Write it as 2026-01-31.');
  }
  for (const key of ['author', 'license']) reader.text(key);
  for (const key of ['fields', 'scope']) reader.texts(key);
  reader.oneOf('taxonomy', ['sigma', 'culprit']);
  const related = reader.entry('related');
  if (related === undefined) return;
  const items = related.value.kind === 'list' ? related.value.items : [];
  if (items.length === 0 || items.some(({ kind }) => kind !== 'map')) {
    const mend = 'Write a list of maps with id and type.';
    reader.fault('attribute-type', related.value.place, 'related', 'related must be a list of maps.', mend);
  }
}

/** Reads `related`'s entries for their own errors. */
export function checkRelated(map: MapTree, report: Reporter): void {
  const related = new AttributeReader(map, '', report).entry('related')?.value;
  if (related?.kind !== 'list') return;
  for (const item of related.items) {
    if (item.kind !== 'map') continue;
    const reader = new AttributeReader(item, 'related.', report);
    reader.allowOnly(['id', 'type']);
    reader.required('id', 'Name the other rule.');
    reader.required('type', 'Say how they are related.');
    reader.oneOf('type', relations);
  }
}

function readTags(reader: AttributeReader): readonly string[] {
  const tags = reader.scalars('tags');
  for (const { text, place } of tags) {
    const isAttack = text.startsWith('attack.');
    if (tagForm.test(text) && (!isAttack || attackForm.test(text))) continue;
    const mend = isAttack
      ? 'Write a technique as attack.t1552.004, a tactic as attack.exfiltration.'
      : 'Write it as namespace.name.';
    reader.fault('attribute-value', place, 'tags', `${text} is no tag.`, mend);
  }
  return tags.map(({ text }) => text);
}

/** What Culprit adds to Sigma, under a key of its own. */
function readOwn(reader: AttributeReader, report: Reporter): Template | null {
  const own = reader.submap('culprit');
  if (own === undefined) return null;
  const inner = new AttributeReader(own, 'culprit.', report);
  inner.allowOnly(['sentence']);
  const text = inner.text('sentence', 1_000);
  const place = inner.entry('sentence')?.value.place;
  return text === undefined || place === undefined ? null : (readTemplate(text, place, report) ?? null);
}
