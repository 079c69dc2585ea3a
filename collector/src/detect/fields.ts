/**
 * The flat fields by which rules see an activity, and the activity as rules see it: each field is computed when a rule
 * first asks for it, and kept until the next activity comes.
 */
import { isIP } from 'node:net';
import { allOperations, type Operation, type PackageRef, purlOf } from '@culprit/proto';
import type { StoredActivity } from '../api/types.ts';
import { familyOf } from '../family.ts';

import type { ProfileView } from './finding.ts';

export type FieldKind = 'text' | 'number' | 'boolean' | 'list';
export type FieldValue = string | number | boolean | readonly string[];

export interface Field {
  /** Its place in the table, by which events keep its value. */
  readonly index: number;
  readonly name: string;
  readonly kind: FieldKind;
  /** The operations that can have it; null is all of them. */
  readonly operations: ReadonlySet<Operation> | null;
  /** Every value that it can have, where these are few. */
  readonly values: readonly string[] | null;
  readonly read: (activity: StoredActivity, profiles: ProfileView) => FieldValue | null;
}

const fileOperations = operationsThatStartWith('file.');
const netOperations = operationsThatStartWith('net.');
const dns = only('dns.lookup');
const spawn = only('process.spawn');
const changes = only('package.change', 'startup.change', 'integrity.change');

const aliased = only('file.open', 'file.list', 'file.remove');
const reviewed = only('package.change', 'integrity.change');

const table: Field[] = [];
const byName = new Map<string, Field>();

/** The field of that name, or undefined. Names are compared as they are. */
export function fieldNamed(name: string): Field | undefined {
  return byName.get(name);
}

/** Every field that there is. */
export const allFields: readonly Field[] = table;

interface FieldOptions {
  readonly kind?: FieldKind;
  readonly operations?: ReadonlySet<Operation>;
  readonly values?: readonly string[];
}

function add(name: string, read: Field['read'], options: FieldOptions = {}): Field {
  const { kind = 'text', operations = null, values = null } = options;
  const field: Field = { index: table.length, name, kind, operations, values, read };
  table.push(field);
  byName.set(name, field);
  return field;
}

export const operationField = add('operation', (a) => a.operation, { values: allOperations });
add('target', (a) => a.target);
export const targetClassField = add('target.class', (a) => a.targetClass);

add('file.path', (a) => a.target, { operations: fileOperations });
add('file.access', (a) => a.access, { operations: only('file.open'), values: ['read', 'write', 'readwrite'] });
add('file.new_path', (a) => a.other, { operations: only('file.rename') });
add('file.used_path', (a) => a.other, { operations: aliased });
add('dns.question.name', (a) => a.target, { operations: dns });
add('destination.domain', (a) => (isIP(a.target) === 0 ? a.target : null), { operations: netOperations });
add('destination.ip', (a) => a.ip ?? (isIP(a.target) === 0 ? null : a.target), { operations: netOperations });
add('destination.port', (a) => a.port, { kind: 'number', operations: netOperations });
add('destination.via', (a) => a.via, { operations: netOperations });
add('child.executable', (a) => a.target, { operations: spawn });
// A connection to a socket that is a file may have the path there that was used.
add('child.command_line', (a) => (a.operation === 'net.connect' && a.port === null ? null : a.other), {
  operations: new Set<Operation>(['process.spawn', 'net.connect']),
});
add('change.kind', (a) => a.change?.kind ?? null, { operations: changes });
add('change.from', (a) => a.change?.from ?? null, { operations: changes });
add('change.to', (a) => a.change?.to ?? null, { operations: changes });
add('change.installer', (a) => a.change?.installer ?? null, { operations: changes });
add('change.effect', (a) => a.change?.effect ?? null, { operations: only('startup.change') });
add('change.review', (a) => a.change?.review?.outcome ?? null, {
  operations: reviewed,
  values: ['compared', 'partial', 'alone'],
});
add('change.new_kinds', (a) => a.change?.review?.newKinds ?? null, { kind: 'list', operations: reviewed });
add('change.findings', (a) => a.change?.review?.findings ?? null, { kind: 'list', operations: reviewed });
add('change.text', (a) => a.other, { operations: changes });
add('tamper.what', (a) => a.other, { operations: only('hook.tamper') });

add('process.pid', (a) => a.process?.pid ?? null, { kind: 'number' });
add('process.key', (a) => a.process?.key ?? null);
add('process.executable', (a) => a.process?.executable ?? null);
add('process.command_line', (a) => a.process?.command ?? null);
add('process.application', (a) => a.process?.application ?? null);
add('process.python', (a) => a.process?.python ?? null);
add('host.id', (a) => a.machine.id);
add('host.name', (a) => a.machine.name);
add('environment.path', (a) => a.environment);

export const packageNameField = add('package.name', (a) => a.package?.name ?? null);
const ofPackage = [
  packageNameField,
  add('package.version', (a) => a.package?.version ?? null),
  add('package.purl', (a) => (a.package === null ? null : purlOf(a.package.name, a.package.version))),
  add('profile.earlier_versions', (a, profiles) => earlier(a.package, profiles), { kind: 'list' }),
  add('profile.new_in_version', isNewInVersion, { kind: 'boolean' }),
];
add('culprit.confidence', (a) => a.confidence, { values: ['unknown', 'stack', 'cause', 'descent', 'native'] });
add('culprit.chain', (a) => a.chain.map(nameAndVersion), { kind: 'list' });
add('culprit.dynamic', (a) => a.frames.some(({ culprit, dynamic }) => culprit && dynamic), { kind: 'boolean' });
add('culprit.innermost_dynamic', (a) => a.frames.find(({ culprit }) => culprit)?.dynamic ?? false, { kind: 'boolean' });

/** The fields that nothing but a package has: all absent where the application itself acted. */
export const packageFields: ReadonlySet<Field> = new Set(ofPackage);

function only(...operations: Operation[]): ReadonlySet<Operation> {
  return new Set(operations);
}

function operationsThatStartWith(start: string): ReadonlySet<Operation> {
  return new Set(allOperations.filter((operation) => operation.startsWith(start)));
}

function nameAndVersion({ name, version }: PackageRef): string {
  return `${name}@${version}`;
}

function earlier(ref: PackageRef | null, profiles: ProfileView): readonly string[] | null {
  return ref === null ? null : profiles.earlierVersions(ref.name, ref.version);
}

/** Absent where no earlier version is known: then nothing can be said. */
function isNewInVersion(activity: StoredActivity, profiles: ProfileView): boolean | null {
  const { package: ref, operation, targetClass } = activity;
  const family = familyOf(operation);
  if (ref === null || family === null) return null;
  const versions = profiles.earlierVersions(ref.name, ref.version);
  return versions.length === 0 ? null : !profiles.did(ref.name, versions, family, targetClass);
}
