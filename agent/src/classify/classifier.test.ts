import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { HookActivity, HookProcess } from '../listener/report.ts';
import { requireCatalogue, rulesFolder } from './catalogue.ts';
import { type Classifier, createClassifier } from './classifier.ts';

const process: HookProcess = {
  ...{ key: '42-1', pid: 42, parentPid: 1, startedMs: 1, python: '3.11.7', implementation: 'cpython', interpreter: 0 },
  ...{ executable: '/usr/bin/python3', prefix: '/usr', basePrefix: '/usr', argv: [], hook: '0.1.0', application: '' },
  cwd: '/home/ann/project',
};

function activity(
  operation: HookActivity['operation'],
  target: string,
  more: Partial<HookActivity> = {},
): HookActivity {
  return { id: 1, operation, atMs: 1, target, ip: '', port: 0, via: '', access: 1, other: '', segments: [], ...more };
}

let classifier: Classifier;
beforeAll(() => {
  const catalogue = requireCatalogue(rulesFolder({}));
  classifier = createClassifier({ catalogue, homes: ['/home/ann'], platform: 'linux' });
});
const classify = (...given: Parameters<typeof activity>) => classifier.classify(activity(...given), process);

describe('files', () => {
  test.each([
    ['/home/ann/.ssh/id_ed25519', '~/.ssh/id_ed25519', 'ssh-key'],
    ['/home/ann/.ssh/id_ed25519.pub', '~/.ssh/id_ed25519.pub', null],
    ['/home/ann/x/../.aws//credentials', '~/x/../.aws//credentials', 'cloud-credential'],
    ['../.netrc', '../.netrc', 'netrc'],
    ['/proc/42/environ', '/proc/42/environ', null],
    ['/proc/43/environ', '/proc/43/environ', 'process-memory'],
    ['/proc/self/root/home/ann/.ssh/id_rsa', '/proc/self/root/home/ann/.ssh/id_rsa', 'ssh-key'],
    ['/home/ann/notes.txt', '~/notes.txt', null],
  ])('%s', (used, target, targetClass) => {
    expect(classify('file.open', used)).toMatchObject({ target, targetClass });
  });

  test('are what their links lead to', () => {
    const dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-classify-')));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    mkdirSync(join(dir, '.ssh'));
    writeFileSync(join(dir, '.ssh/id_rsa'), '');
    symlinkSync(join(dir, '.ssh/id_rsa'), join(dir, 'notes.txt'));
    expect(classify('file.open', join(dir, 'notes.txt')).targetClass).toBe('ssh-key');
  });

  test('that are renamed are what either name says', () => {
    expect(classify('file.rename', '/tmp/x', { other: '/home/ann/.bashrc' })).toMatchObject({
      ...{ target: '/tmp/x', other: '~/.bashrc', targetClass: 'shell-profile' },
    });
    expect(classify('file.rename', '/home/ann/.ssh/id_rsa', { other: '/tmp/x' }).targetClass).toBe('ssh-key');
    expect(classify('file.rename', '/tmp/x')).toMatchObject({ target: '/tmp/x', other: null, targetClass: null });
  });
});

describe('endpoints', () => {
  test('keep name, address, port and proxy, and nothing of a URL', () => {
    const seen = { ip: '149.154.167.220', port: 443, via: 'Proxy.Example:3128' };
    expect(classify('net.connect', 'API.telegram.org.', seen)).toEqual({
      ...{ target: 'api.telegram.org', targetClass: 'bot-api', ip: '149.154.167.220', port: 443, other: null },
      via: 'proxy.example:3128',
    });
    expect(classify('net.request', 'https://u:p@hooks.slack.com/services/T0/B0/x').target).toBe('hooks.slack.com');
  });

  test.each([
    ['net.connect', '8.8.8.8', 'literal-address'],
    ['net.connect', '169.254.169.254', 'metadata'],
    ['net.connect', '127.0.0.1', 'loopback'],
    ['dns.lookup', 'chat.me', null],
    ['dns.lookup', 'x.oastify.com', 'oast'],
    ['net.listen', '0.0.0.0', null],
    ['net.listen', '127.0.0.1', 'loopback'],
  ] as const)('%s %s is %s', (operation, target, targetClass) => {
    expect(classify(operation, target).targetClass).toBe(targetClass);
  });

  test('that are sockets with a file are files', () => {
    expect(classify('net.connect', '/home/ann/.gnupg/S.gpg-agent')).toMatchObject({
      target: '~/.gnupg/S.gpg-agent',
      ip: null,
    });
    expect(classify('net.connect', '@abstract')).toMatchObject({ target: '@abstract', targetClass: null });
  });

  test('where the address stands for the name, it is told as the address too', () => {
    expect(classify('net.connect', '8.8.8.8')).toMatchObject({ target: '8.8.8.8', ip: '8.8.8.8', port: null });
  });
});

describe('the rest leaves without secrets', () => {
  test('a spawn', () => {
    const spawned = classify('process.spawn', '/home/ann/bin/curl', { other: 'curl -u ann:pw https://h.example/x' });
    expect(spawned).toMatchObject({ target: '~/bin/curl', other: 'curl -u ann:••• https://h.example/•••' });
    expect(classify('process.spawn', 'curl -u ann:pw h').target).toBe('curl -u ann:••• h');
  });

  test('an application and its command line', () => {
    expect(classifier.application('/home/ann/project/main.py')).toBe('~/project/main.py');
    expect(classifier.application('-m pytest')).toBe('-m pytest');
    expect(classifier.command(['python', 'a.py', '--token', 'x'])).toBe('python a.py --token •••');
  });

  test('whatever it is, it is bounded', () => {
    const long = 'x'.repeat(5_000);
    for (const operation of ['file.open', 'net.connect', 'process.spawn', 'code.exec', 'native.load'] as const) {
      expect(classify(operation, `/${long} ${long}`).target.length, operation).toBeLessThanOrEqual(1_024);
    }
  });
});
