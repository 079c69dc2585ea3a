import type { AlertSummary, Machine, PackageSummary, WhoRow } from '../../src/api/types.ts';
import { aiocpaAlert, aiocpaPackage } from './aiocpa.ts';
import { type Answer, ok, page } from './fixture-server.ts';
import { machine, summary, whoRow } from './fixtures.ts';
import { hostileAlert } from './hostile.ts';
import { bareAlert, litellmAlert } from './litellm.ts';

/** A fleet on an eventful day: what every path of the API answers. */

const now = Date.now();
const ago = (minutes: number) => now - minutes * 60_000;
const on = (id: string, name: string) => ({ machine: { id, name } });

export const alerts: readonly AlertSummary[] = [
  { ...litellmAlert, firstMs: ago(2), lastMs: ago(2) },
  { ...aiocpaAlert, firstMs: ago(14), lastMs: ago(11) },
  summary({ ...on('m2', 'ws-017'), firstMs: ago(33), lastMs: ago(33) }),
  summary({
    severity: 'medium',
    sentence: 'torchtune 0.9.1 opened ~/.netrc, which belongs to requests and pip.',
    package: { name: 'torchtune', version: '0.9.1' },
    rule: { id: 'credential-not-owned', title: 'A credential opened by a package that does not own it' },
    ...on('m4', 'gpu-lab-07.research.example.test'),
    firstMs: ago(190),
    lastMs: ago(95),
    count: 41,
  }),
  { ...hostileAlert, firstMs: ago(300), lastMs: ago(300), count: 1 },
  summary({
    severity: 'low',
    sentence: 'notebook 7.4.0 started bash for the first time on this machine.',
    package: { name: 'notebook', version: '7.4.0' },
    rule: { id: 'first-child', title: 'First child process of a package' },
    ...on('m5', 'ws-101'),
    firstMs: ago(1600),
    lastMs: ago(1500),
    count: 1204,
  }),
  { ...bareAlert, firstMs: ago(3000), lastMs: ago(3000) },
  summary({
    severity: 'informational',
    sentence: 'The agent on ws-101 was stopped for 4 minutes, and 212 activities of that time are lost.',
    package: null,
    rule: { id: 'activities-lost', title: 'Activities lost' },
    ...on('m5', 'ws-101'),
    firstMs: ago(9000),
    lastMs: ago(9000),
  }),
];

export const machines: readonly Machine[] = [
  machine(),
  machine({ id: 'm2', name: 'ws-017', platform: 'darwin', environments: 31, processes: 12 }),
  machine({ id: 'm4', name: 'gpu-lab-07.research.example.test', alerts: 1, spoolBatches: 18, environments: 112 }),
  machine({ id: 'm5', name: 'ws-101', connected: false, lastSeenMs: ago(312), lost: 212, alerts: 2, processes: 0 }),
  machine({ id: 'm6', name: 'build-3', alerts: 0, environments: 3 }),
];

export const answers: readonly WhoRow[] = [
  whoRow({ firstSeen: ago(14), lastSeen: ago(11) }),
  whoRow({
    machine: 'ws-017',
    application: '-m payments.worker',
    firstSeen: ago(40),
    lastSeen: ago(33),
    count: 1,
    ip: null,
  }),
  whoRow({ operation: 'dns.lookup', port: null, ip: null, firstSeen: ago(14), lastSeen: ago(14), count: 1 }),
  whoRow({
    package: 'python-telegram-bot',
    version: '21.7',
    machine: 'build-3',
    chain: ['httpcore@1.0.6', 'httpx@0.27.2', 'python-telegram-bot@21.7'],
    application: '~/ops/notify.py',
    confidence: 'cause',
    firstSeen: ago(90_000),
    lastSeen: ago(60),
    count: 1862,
  }),
  whoRow({
    package: 'python-telegram-bot',
    version: '21.6',
    machine: 'build-3',
    chain: ['httpcore@1.0.6', 'httpx@0.27.2', 'python-telegram-bot@21.6'],
    application: '~/ops/notify.py',
    firstSeen: ago(200_000),
    lastSeen: ago(90_000),
    count: 5120,
  }),
  whoRow({
    package: null,
    version: null,
    machine: 'ws-101',
    chain: ['urllib3@2.2.3', 'requests@2.32.3'],
    application: '-c',
    firstSeen: ago(9000),
    lastSeen: ago(9000),
    count: 1,
  }),
];

const packages: readonly PackageSummary[] = [
  { name: 'aiocpa', versions: aiocpaPackage.versions.map(({ version }) => version), machines: 3, lastMs: ago(11) },
  { name: 'aiohttp', versions: ['3.10.1', '3.11.2'], machines: 48, lastMs: ago(1) },
  { name: 'litellm', versions: ['1.82.6', '1.82.8'], machines: 9, lastMs: ago(2) },
  { name: 'python-telegram-bot', versions: ['21.6', '21.7'], machines: 1, lastMs: ago(60) },
];

/** Everything answered, as it should be. */
export const fleetAnswers: Readonly<Record<string, Answer>> = {
  '/api/v1/session': ok({ user: 'console' }),
  '/api/v1/alerts': page(alerts),
  '/api/v1/alerts/aiocpa': ok(aiocpaAlert),
  '/api/v1/alerts/litellm': ok(litellmAlert),
  '/api/v1/alerts/hostile': ok(hostileAlert),
  '/api/v1/alerts/bare': ok(bareAlert),
  '/api/v1/machines': page(machines),
  '/api/v1/packages': page(packages),
  '/api/v1/packages/aiocpa': ok(aiocpaPackage),
  '/api/v1/who': page(answers),
};
