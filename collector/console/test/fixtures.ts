import type { Activity } from '@culprit/proto';
import type {
  AlertSummary,
  Machine,
  PackageVersion,
  StoredActivity,
  TimelineEntry,
  WhoRow,
} from '../../src/api/types.ts';

/** Builders of what the API answers: each gives one plain specimen, with what matters to a test put in its place. */

/** 20 November 2024, 18:04:41 UTC: aiocpa 0.1.13 had just been released. */
export const startMs = Date.UTC(2024, 10, 20, 18, 4, 41);

let made = 0;

export function activity(part: Partial<StoredActivity> = {}): StoredActivity {
  made += 1;
  const atMs = part.atMs ?? startMs;
  return {
    id: `m1:${made}:0`,
    machine: { id: 'm1', name: 'ws-042' },
    atMs,
    lastMs: part.lastMs ?? atMs,
    count: 1,
    operation: 'net.connect',
    target: 'api.telegram.org',
    targetClass: null,
    ip: null,
    port: null,
    via: null,
    access: null,
    other: null,
    process: process(),
    environment: '~/trader/.venv',
    package: { name: 'aiocpa', version: '0.1.13' },
    confidence: 'stack',
    chain: [{ name: 'aiocpa', version: '0.1.13' }],
    frames: [],
    change: null,
    ...part,
  };
}

export function process(): NonNullable<Activity['process']> {
  return {
    key: '48213-1732125880912',
    pid: 48213,
    parentPid: 48190,
    startedMs: startMs - 1088,
    python: '3.11.7',
    executable: '~/trader/.venv/bin/python',
    application: '~/trader/bot.py',
    command: 'python bot.py --network mainnet --token ‹redacted›',
    environment: '~/trader/.venv',
  };
}

export function entry(part: Partial<StoredActivity> = {}, deciding = false): TimelineEntry {
  return { activity: activity(part), deciding };
}

export function summary(part: Partial<AlertSummary> = {}): AlertSummary {
  made += 1;
  return {
    id: `a${made}`,
    rule: { id: 'new-messaging-api', title: 'New behaviour: a messaging API' },
    severity: 'high',
    sentence: 'aiocpa 0.1.13 called api.telegram.org, which no earlier version of it ever did.',
    package: { name: 'aiocpa', version: '0.1.13' },
    machine: { id: 'm1', name: 'ws-042' },
    firstMs: startMs,
    lastMs: startMs,
    count: 1,
    ...part,
  };
}

export function whoRow(part: Partial<WhoRow> = {}): WhoRow {
  const name = part.package === undefined ? 'aiocpa' : part.package;
  const version = part.version === undefined ? '0.1.13' : part.version;
  return {
    package: name,
    version,
    purl: name === null ? null : `pkg:pypi/${name}@${version}`,
    chain: name === null ? [] : [`${name}@${version}`],
    application: '~/trader/bot.py',
    operation: 'net.connect',
    target: 'api.telegram.org',
    other: null,
    ip: '149.154.167.220',
    port: 443,
    targetClass: 'bot-api',
    machine: 'ws-042',
    environment: '~/trader/.venv',
    python: '3.11.7',
    pid: 48213,
    command: 'python bot.py',
    confidence: 'stack',
    firstSeen: startMs,
    lastSeen: startMs + 60_000,
    count: 3,
    ...part,
  };
}

export function machine(part: Partial<Machine> = {}): Machine {
  return {
    id: 'm1',
    name: 'ws-042',
    platform: 'linux',
    agentVersion: '0.1.0',
    connected: true,
    enrolledMs: startMs - 40 * 86_400_000,
    lastSeenMs: Date.now() - 4000,
    sequence: 1204,
    environments: 14,
    processes: 6,
    spoolBatches: 0,
    lost: 0,
    alerts: 2,
    coverage: null,
    ...part,
  };
}

export function version(name: string, part: Partial<PackageVersion> = {}): PackageVersion {
  return {
    version: name,
    firstMs: startMs - 86_400_000,
    lastMs: startMs,
    machines: 3,
    behaviours: [],
    reviews: [],
    ...part,
  };
}
