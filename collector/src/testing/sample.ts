/** Made-up activities for tests: the founding case's shape, on no real host. */
import { zstdCompressSync } from 'node:zlib';
import { type Activity, encodeActivities, type PackageRef, type ProcessRef } from '@culprit/proto';
import type { MachineRef, StoredActivity } from '../api/types.ts';
import type { Finding, FindingRule } from '../detect/finding.ts';
import { readBody } from '../store/batch-body.ts';
import type { IncomingBatch } from '../store/store.ts';

export const machine: MachineRef = { id: 'm-one', name: 'ann-laptop' };
/** A fixed time: 2024-11-20 18:04:41 UTC. */
export const startMs = 1_732_125_881_000;

export const sampleRule: FindingRule = {
  id: 'r1',
  title: 'Payment package talks to a messaging API',
  level: 'high',
  description: 'What no earlier version did.',
  tags: ['attack.t1567'],
  references: ['https://example.org/aiocpa'],
  falsePositives: ['None known'],
  text: 'title: Payment package talks to a messaging API\n',
  file: 'detections/sample.yaml',
};

export const aiocpa = (version: string): PackageRef => ({ name: 'aiocpa', version });

export function sampleProcess(changes: Partial<ProcessRef> = {}): ProcessRef {
  return {
    key: '4711-1732125880000',
    pid: 4711,
    parentPid: 4700,
    startedMs: startMs - 1000,
    python: '3.11.7',
    executable: '~/shop/.venv/bin/python',
    application: '~/shop/main.py',
    command: 'python main.py',
    environment: '~/shop/.venv',
    ...changes,
  };
}

export function sampleActivity(changes: Partial<Activity> = {}): Activity {
  return {
    atMs: startMs,
    lastMs: startMs,
    count: 1,
    operation: 'net.connect',
    target: 'api.telegram.org',
    targetClass: 'bot-api',
    ip: '149.154.167.220',
    port: 443,
    via: null,
    access: null,
    other: null,
    process: sampleProcess(),
    environment: '~/shop/.venv',
    package: aiocpa('0.1.13'),
    confidence: 'stack',
    chain: [aiocpa('0.1.13')],
    frames: [{ file: 'cryptopay/utils/sync.py', function: 'init', line: 44, dynamic: true, culprit: true }],
    change: null,
    ...changes,
  };
}

/** The bytes of a batch as an agent sends them. */
export function batchBody(activities: readonly Activity[], lost = 0): Uint8Array {
  return zstdCompressSync(encodeActivities({ activities, lost }));
}

export function incoming(
  sequence: number,
  activities: readonly Activity[],
  options: { readonly lost?: number; readonly of?: MachineRef; readonly receivedMs?: number } = {},
): IncomingBatch {
  const body = batchBody(activities, options.lost ?? 0);
  const receivedMs = options.receivedMs ?? startMs + 60_000;
  return { machine: options.of ?? machine, sequence, receivedMs, body, contents: readBody(body) };
}

/** A finding that was met by these activities, the last of which decided. */
export function sampleFinding(activities: readonly StoredActivity[], changes: Partial<Finding> = {}): Finding {
  const deciding = activities.at(-1);
  if (deciding === undefined) throw new Error('a finding needs an activity');
  return {
    rule: sampleRule,
    severity: 'high',
    package: deciding.package,
    machine: deciding.machine,
    atMs: deciding.atMs,
    sentence: 'aiocpa 0.1.13 spoke to a messaging API.',
    evidence: activities,
    environment: deciding.environment,
    process: deciding.process,
    ...changes,
  };
}
