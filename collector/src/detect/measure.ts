/**
 * How long the detection takes: `node collector/src/detect/measure.ts`. Prints µs for an activity of a made-up but usual mix,
 * with the rules that ship, and with a thousand more. A measurement, not a test: it has no opinion about the figure.
 */

import { join } from 'node:path';
import type { Operation, PackageRef } from '@culprit/proto';
import type { StoredActivity } from '../api/types.ts';
import { rulesFolder } from './check.ts';
import { createDetector, type ProfileView } from './detector.ts';
import { compileFiles, loadRules } from './load.ts';
import { Problems } from './problem.ts';
import type { LoadedRule } from './rule.ts';

const batchSize = 500;
const batches = 40;
const rounds = 5;

/** What a developer's machine tells: mostly files and hosts of no class, by packages; now and then something special. */
const mix: readonly (readonly [weight: number, operation: Operation, target: string, targetClass: string | null])[] = [
  [50, 'file.open', '~/app/data/table-%.csv', null],
  [10, 'file.open', '~/app/.env', 'env-file'],
  [5, 'file.open', '~/.netrc', 'netrc'],
  [10, 'dns.lookup', 'api-%.example.org', null],
  [10, 'net.connect', 'api-%.example.org', null],
  [4, 'net.connect', 'localhost', 'loopback'],
  [3, 'process.spawn', 'git', null],
  [3, 'code.exec', '<string>', null],
  [3, 'native.load', '~/app/.venv/lib/x-%.so', null],
  [1, 'file.open', '~/.aws/credentials', 'cloud-credential'],
  [1, 'net.connect', 'hooks.slack.com', 'webhook'],
];
const names = ['requests', 'pandas', 'botocore', 'slack-sdk', 'numpy', 'ownlib', 'pydantic', 'aiohttp'];

/** Answers as the store's view does: from memory. */
const profiles: ProfileView = { earlierVersions: () => ['0.9.0'], did: () => true };

function makeBatch(round: number): StoredActivity[] {
  const weighted = mix.flatMap((entry) => Array<(typeof mix)[number]>(entry[0]).fill(entry));
  return Array.from({ length: batchSize }, (_, index) => {
    const at = round * batchSize + index;
    const [, operation, target, targetClass] = weighted[(at * 37) % weighted.length] ?? never();
    const ref: PackageRef | null = at % 4 === 0 ? null : { name: names[at % names.length] ?? '', version: '1.0.0' };
    return activity(at, operation, target.replace('%', String(at % 300)), targetClass, ref);
  });
}

function activity(
  at: number,
  operation: Operation,
  target: string,
  targetClass: string | null,
  ref: PackageRef | null,
): StoredActivity {
  const atMs = 1_767_225_600_000 + at * 20;
  const isNet = operation.startsWith('net.');
  return {
    id: `m:1:${at}`,
    machine: { id: `m${at % 7}`, name: 'workstation' },
    atMs,
    lastMs: atMs,
    count: 1,
    operation,
    target,
    targetClass,
    ip: isNet ? '203.0.113.9' : null,
    port: isNet ? 443 : null,
    via: null,
    access: operation === 'file.open' ? 'read' : null,
    other: operation === 'process.spawn' ? 'git rev-parse HEAD' : null,
    process: {
      key: `${4000 + (at % 20)}-1`,
      pid: 4000 + (at % 20),
      parentPid: 1,
      startedMs: 0,
      python: '3.12.4',
      executable: '~/app/.venv/bin/python',
      application: '~/app/main.py',
      command: 'python main.py',
      environment: '~/app/.venv',
    },
    environment: '~/app/.venv',
    package: ref,
    confidence: 'stack',
    chain: ref === null ? [] : [ref],
    frames: [{ file: 'x.py', function: 'f', line: 1, dynamic: false, culprit: true }],
    change: null,
  };
}

/** A thousand rules as people write them: hosts, ends of paths, parts of command lines, patterns, names of packages. */
function syntheticRules(count: number): readonly LoadedRule[] {
  const kinds = [
    (n: number) => `{operation: [net.connect, dns.lookup], target: evil-${n}.example.net}`,
    (n: number) => `{file.path|endswith: ['/secret-${n}.key', '/secret-${n}.pem']}`,
    (n: number) => `{child.command_line|contains|all: [curl, 'payload-${n}']}`,
    (n: number) => `{package.name: [badlib-${n}, badlib${n}x]}`,
    (n: number) => `{target.class: [bot-api, paste], package.name|startswith: bad${n}}`,
    (n: number) => `{destination.domain: 'c2-*.zone-${n}.example'}`,
    (n: number) => `{file.path|re: '/loot-${n}-[0-9]+\\.zip$'}`,
    (n: number) => `{culprit.chain|startswith: 'bad${n}@'}`,
  ];
  const text = Array.from({ length: count }, (_, n) => {
    const id = `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`;
    const selection = (kinds[n % kinds.length] ?? never())(n);
    return `title: Synthetic ${n}\nid: ${id}\nlevel: low\nlogsource: {product: python, service: culprit}\ndetection: {selection: ${selection}, condition: selection}\n`;
  });
  const problems = new Problems();
  const files = text.map((one, n) => ({ path: `s${n}.yaml`, name: `s${n}.yaml`, text: one }));
  const rules = compileFiles(files, problems);
  if (problems.errors[0] !== undefined) throw new Error(problems.errors[0].message);
  return rules;
}

/** The median round's µs for an activity, and what was found in it. */
function measure(rules: readonly LoadedRule[]): { readonly us: number; readonly findings: number } {
  const data = Array.from({ length: batches }, (_, round) => makeBatch(round));
  let findings = 0;
  const times = Array.from({ length: rounds }, () => {
    const detector = createDetector({ rules, profiles });
    findings = 0;
    const began = performance.now();
    for (const batch of data) findings += detector.process(batch).length;
    return ((performance.now() - began) * 1_000) / (batches * batchSize);
  });
  return { us: times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN, findings };
}

function never(): never {
  throw new Error('the mix has an entry for every place');
}

const began = performance.now();
const shipped = loadRules(join(rulesFolder(), 'detections')).rules;
const loadMs = performance.now() - began;
const many = [...shipped, ...syntheticRules(1_000)];
for (const [what, rules] of [
  ['no rules', []],
  ['the shipped rules', shipped],
  ['the shipped rules and 1,000 more', many],
] as const) {
  const { us, findings } = measure(rules);
  process.stdout.write(`${us.toFixed(2)} µs an activity with ${what} (${rules.length}; ${findings} findings)\n`);
}
process.stdout.write(`${loadMs.toFixed(0)} ms to load the shipped rules\n`);
