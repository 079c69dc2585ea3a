/**
 * Examples of what a rule must and must not match: data beside the rules (rules/examples/), in the rules' own words.
 * An example is a flat map of fields; what it leaves out is ordinary.
 */
import {
  allOperations,
  type Confidence,
  type Frame,
  type Operation,
  type PackageRef,
  type Review,
} from '@culprit/proto';
import type { StoredActivity } from '../api/types.ts';
import { AttributeReader } from './attribute-reader.ts';
import { createDetector, type ProfileView } from './detector.ts';
import { entryOf, type MapTree, readDocuments, type Tree } from './document.ts';
import { allFields } from './fields.ts';
import type { Place, Reporter } from './problem.ts';
import type { LoadedRule } from './rule.ts';

/** Any time will do; a round one makes failures easier to read. */
const startMs = Date.UTC(2026, 0, 1);
const secondMs = 1_000;
/** Fields of an example that are no fields of rules. */
const extras = ['at', 'count', 'destination.ip', 'confidence'];

export interface Example {
  readonly place: Place;
  /** Whether the rule must match it. */
  readonly isMatch: boolean;
  readonly activities: readonly StoredActivity[];
  readonly profiles: ProfileView;
}

/** Reads a file of examples; what can't be read is reported and left out. */
export function readExamples(text: string, report: Reporter): Example[] {
  const [document, second] = readDocuments(text, report);
  const tree = document?.tree;
  if (tree?.kind !== 'map' || second !== undefined) {
    const place = tree?.place ?? { line: 1, column: 1 };
    report.error(
      'example-invalid',
      place,
      null,
      'The file is not one map of examples.',
      'Write match: and ignore: lists.',
    );
    return [];
  }
  new AttributeReader(tree, '', report).allowOnly(['match', 'ignore']);
  return [...readList(tree, 'match', report), ...readList(tree, 'ignore', report)];
}

/**
 * Shows an example to the rules and asks whether that one rule matched.
 * @param rules the rule, and what it needs: the rules that it correlates.
 */
export function matches(example: Example, rule: LoadedRule, rules: readonly LoadedRule[]): boolean {
  // A rule that only serves correlations is asked like any other.
  const speaking = rules.map((one) => (one.id === rule.id ? { ...one, isStandalone: true } : one));
  const detector = createDetector({ rules: speaking, profiles: example.profiles });
  return detector.process(example.activities).some((finding) => finding.rule.id === rule.id);
}

function readList(map: MapTree, key: 'match' | 'ignore', report: Reporter): Example[] {
  const entry = entryOf(map, key);
  if (entry === undefined) return [];
  if (entry.value.kind !== 'list') {
    report.error(
      'example-invalid',
      entry.value.place,
      key,
      `${key} must be a list.`,
      'Write one example a line, after a dash.',
    );
    return [];
  }
  return entry.value.items
    .map((item) => readExample(item, key === 'match', report))
    .filter((example) => example !== undefined);
}

function readExample(tree: Tree, isMatch: boolean, report: Reporter): Example | undefined {
  const before = report.errorCount;
  const maps = (tree.kind === 'list' ? tree.items : [tree]).filter((part) => part.kind === 'map');
  const activities = maps.map((map, index) => readActivity(new Values(map, report), index));
  if (maps.length === 0 || (tree.kind === 'list' && maps.length < tree.items.length)) {
    report.error(
      'example-invalid',
      tree.place,
      null,
      'An example is a map of fields, or a list of them.',
      'Write it so.',
    );
  }
  const profiles = readProfiles(maps, report);
  return report.errorCount > before ? undefined : { place: tree.place, isMatch, activities, profiles };
}

/** The values of one example's map, by field. */
class Values {
  readonly map: MapTree;
  readonly report: Reporter;

  constructor(map: MapTree, report: Reporter) {
    this.map = map;
    this.report = report;
    new AttributeReader(map, '', report).allowOnly([...allFields.map(({ name }) => name), ...extras]);
  }

  has(field: string): boolean {
    return entryOf(this.map, field) !== undefined;
  }

  /** The text of a field; the fallback where it is left out; null where it is null. */
  text(field: string, fallback: string | null): string | null {
    const value = entryOf(this.map, field)?.value;
    if (value === undefined) return fallback;
    return value.kind === 'scalar' && value.value !== null ? value.text : null;
  }

  number(field: string, fallback: number): number {
    const value = entryOf(this.map, field)?.value;
    return value?.kind === 'scalar' && typeof value.value === 'number' ? value.value : fallback;
  }

  list(field: string): readonly string[] | null {
    const value = entryOf(this.map, field)?.value;
    if (value === undefined) return null;
    const items = value.kind === 'list' ? value.items : [value];
    return items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : []));
  }
}

function readActivity(values: Values, index: number): StoredActivity {
  const atMs = startMs + values.number('at', index) * secondMs;
  const operation = readOperation(values);
  const ref = readPackage(values);
  const machine = values.text('host.id', 'machine-1') ?? '';
  const other = ['file.new_path', 'file.used_path', 'child.command_line', 'change.text', 'tamper.what'].find((field) =>
    values.has(field),
  );
  return {
    id: `example:${index}`,
    machine: { id: machine, name: values.text('host.name', 'workstation') ?? '' },
    atMs,
    lastMs: atMs,
    count: values.number('count', 1),
    operation,
    target: readTarget(values),
    targetClass: values.text('target.class', null),
    ip: values.text('destination.ip', null),
    port: values.has('destination.port') ? values.number('destination.port', 0) : null,
    via: values.text('destination.via', null),
    access: readAccess(values, operation),
    other: other === undefined ? null : values.text(other, null),
    process: readProcess(values),
    environment: values.text('environment.path', '~/app/.venv') ?? '',
    package: ref,
    confidence: (values.text('culprit.confidence', 'stack') ?? 'stack') as Confidence,
    chain: readChain(values, ref),
    frames: readFrames(values),
    change: operation.endsWith('.change') ? readChange(values) : null,
  };
}

function readOperation(values: Values): Operation {
  const name = values.text('operation', null);
  const operation = allOperations.find((one) => one === name);
  if (operation !== undefined) return operation;
  const message = name === null ? 'The example has no operation.' : `There is no operation ${name}.`;
  values.report.error(
    'example-invalid',
    values.map.place,
    'operation',
    message,
    `One of: ${allOperations.join(', ')}.`,
  );
  return 'file.open';
}

/** Any of the fields that show the target may give it. */
function readTarget(values: Values): string {
  const names = ['target', 'file.path', 'dns.question.name', 'destination.domain', 'child.executable'];
  const given = names.find((name) => values.has(name));
  return (given === undefined ? values.text('destination.ip', '') : values.text(given, '')) ?? '';
}

function readAccess(values: Values, operation: Operation): StoredActivity['access'] {
  const text = values.text('file.access', operation === 'file.open' ? 'read' : null);
  return text === 'read' || text === 'write' || text === 'readwrite' ? text : null;
}

function readPackage(values: Values): PackageRef | null {
  const name = values.text('package.name', 'somepackage');
  return name === null ? null : { name, version: values.text('package.version', '1.0.0') ?? '' };
}

function readProcess(values: Values): StoredActivity['process'] {
  const key = values.text('process.key', '4242-1767225600000');
  if (key === null) return null;
  return {
    key,
    pid: values.number('process.pid', 4242),
    parentPid: 1,
    startedMs: startMs,
    python: values.text('process.python', '3.12.4') ?? '',
    executable: values.text('process.executable', '~/app/.venv/bin/python') ?? '',
    application: values.text('process.application', '~/app/main.py') ?? '',
    command: values.text('process.command_line', 'python main.py') ?? '',
    environment: values.text('environment.path', '~/app/.venv') ?? '',
  };
}

function readChain(values: Values, ref: PackageRef | null): readonly PackageRef[] {
  const chain = values.list('culprit.chain');
  if (chain === null) return ref === null ? [] : [ref];
  return chain.map((text) => ({ name: text.split('@')[0] ?? '', version: text.split('@')[1] ?? '' }));
}

/** One frame of the culprit, as the innermost, and one outside it. */
function readFrames(values: Values): readonly Frame[] {
  const isInnermost = values.text('culprit.innermost_dynamic', 'false') === 'true';
  const isAny = isInnermost || values.text('culprit.dynamic', 'false') === 'true';
  const frame = { file: '~/app/.venv/lib/site-packages/module.py', function: 'run', line: 1, culprit: true };
  return [
    { ...frame, dynamic: isInnermost },
    { ...frame, dynamic: isAny },
  ];
}

function readChange(values: Values): StoredActivity['change'] {
  return {
    kind: values.text('change.kind', 'added') ?? '',
    from: values.text('change.from', null),
    to: values.text('change.to', null),
    installer: values.text('change.installer', null),
    effect: values.text('change.effect', null),
    review: readReview(values),
  };
}

/** There is one where the example says anything of it. */
function readReview(values: Values): Review | null {
  const newKinds = values.list('change.new_kinds');
  const findings = values.list('change.findings');
  const outcome = values.text('change.review', newKinds === null && findings === null ? null : 'compared');
  if (outcome !== 'compared' && outcome !== 'partial' && outcome !== 'alone') return null;
  return { outcome, newKinds: newKinds ?? [], findings: findings ?? [] };
}

/** What the fleet knows: the same for all activities of an example, but for whether each is new. */
function readProfiles(maps: readonly MapTree[], report: Reporter): ProfileView {
  const values = maps.map((map) => new Values(map, silent(report)));
  const versions = values.map((one) => one.list('profile.earlier_versions')).find((list) => list !== null) ?? [];
  const isNew = values.some((one) => one.text('profile.new_in_version', 'false') === 'true');
  return { earlierVersions: () => versions, did: () => !isNew };
}

/** The same map was read before, and its faults told. */
function silent(report: Reporter): Reporter {
  return { ...report, file: report.file, error: () => undefined, warning: () => undefined, errorCount: 0 };
}
