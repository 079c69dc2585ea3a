import { expect, test } from 'vitest';
import type { StoredActivity } from '../api/types.ts';
import { ActivityEvent } from './event.ts';
import { allFields } from './fields.ts';
import { noProfiles } from './finding.ts';
import { stored } from './testing/rules.ts';

function fieldsOf(activity: StoredActivity): Record<string, unknown> {
  const event = new ActivityEvent(noProfiles);
  event.show(activity);
  const present = allFields
    .map((field) => [field.name, event.value(field)] as const)
    .filter(([, value]) => value !== null);
  return Object.fromEntries(present);
}

const everywhere = {
  'process.pid': 4711,
  'process.key': '4711-1732125880000',
  'process.executable': '~/shop/.venv/bin/python',
  'process.command_line': 'python main.py',
  'process.application': '~/shop/main.py',
  'process.python': '3.11.7',
  'host.id': 'm-one',
  'host.name': 'ann-laptop',
  'environment.path': '~/shop/.venv',
  'package.name': 'aiocpa',
  'package.version': '0.1.13',
  'package.purl': 'pkg:pypi/aiocpa@0.1.13',
  'profile.earlier_versions': [],
  'culprit.confidence': 'stack',
  'culprit.chain': ['aiocpa@0.1.13'],
  'culprit.dynamic': true,
  'culprit.innermost_dynamic': true,
};

test('a connection', () => {
  expect(fieldsOf(stored())).toEqual({
    ...everywhere,
    operation: 'net.connect',
    target: 'api.telegram.org',
    'target.class': 'bot-api',
    'destination.domain': 'api.telegram.org',
    'destination.ip': '149.154.167.220',
    'destination.port': 443,
  });
});

test('a connection without a name', () => {
  const fields = fieldsOf(stored({ target: '203.0.113.7', ip: null, targetClass: null }));
  expect(fields).toMatchObject({ target: '203.0.113.7', 'destination.ip': '203.0.113.7' });
  expect(fields).not.toHaveProperty(['destination.domain']);
  expect(fields).not.toHaveProperty(['target.class']);
});

test('a lookup', () => {
  const fields = fieldsOf(stored({ operation: 'dns.lookup', ip: null, port: null }));
  expect(fields).toMatchObject({ 'dns.question.name': 'api.telegram.org' });
  expect(fields).not.toHaveProperty(['destination.domain']);
});

test('a file, a rename, a child, a change', () => {
  const plain = { targetClass: null, ip: null, port: null };
  expect(fieldsOf(stored({ ...plain, operation: 'file.open', target: '~/a', access: 'readwrite' }))).toEqual({
    ...everywhere,
    operation: 'file.open',
    target: '~/a',
    'file.path': '~/a',
    'file.access': 'readwrite',
  });
  expect(fieldsOf(stored({ ...plain, operation: 'file.rename', target: '~/a', other: '~/b' }))).toMatchObject({
    'file.path': '~/a',
    'file.new_path': '~/b',
  });
  expect(fieldsOf(stored({ ...plain, operation: 'process.spawn', target: 'curl', other: 'curl x' }))).toMatchObject({
    'child.executable': 'curl',
    'child.command_line': 'curl x',
  });
  const change = { kind: 'upgraded', from: '1', to: '2', installer: 'pip', effect: null, review: null };
  expect(fieldsOf(stored({ ...plain, operation: 'package.change', target: 'x', other: 'text', change }))).toMatchObject(
    {
      'change.kind': 'upgraded',
      'change.from': '1',
      'change.to': '2',
      'change.installer': 'pip',
      'change.text': 'text',
    },
  );
});

test('the application has no fields of a package', () => {
  const names = Object.keys(fieldsOf(stored({ package: null, chain: [], frames: [] })));
  expect(names.filter((name) => name.startsWith('package.') || name.startsWith('profile.'))).toEqual([]);
});

test('the innermost frame of the culprit is what acted', () => {
  const frame = { file: 'f.py', function: 'f', line: 1, culprit: true };
  const frames = [
    { ...frame, culprit: false, dynamic: true },
    { ...frame, dynamic: false },
    { ...frame, dynamic: true },
  ];
  expect(fieldsOf(stored({ frames }))).toMatchObject({ 'culprit.dynamic': true, 'culprit.innermost_dynamic': false });
});

test('nothing is kept from one activity to the next', () => {
  const event = new ActivityEvent(noProfiles);
  const [field] = allFields.filter(({ name }) => name === 'destination.via');
  if (field === undefined) throw new Error('no such field');
  event.show(stored({ via: 'PROXY:1' }));
  expect([event.lowered(field), event.lowered(field), event.text(field)]).toEqual(['proxy:1', 'proxy:1', 'PROXY:1']);
  event.show(stored());
  expect([event.lowered(field), event.value(field)]).toEqual([null, null]);
});
