import { linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { HookActivity, HookProcess } from '../listener/report.ts';
import { requireCatalogue, rulesFolder } from './catalogue.ts';
import { type Classifier, createClassifier } from './classifier.ts';
import { ownSockets } from './own-sockets.ts';

const process: HookProcess = {
  ...{
    key: '42-1',
    pid: 42,
    parentPid: 1,
    ancestors: [],
    startedMs: 1,
    python: '3.11.7',
    implementation: 'cpython',
    interpreter: 0,
  },
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
    ['.netrc', '.netrc', null],
    ['app/.env', 'app/.env', 'env-file'],
    ['/proc/42/environ', '/proc/42/environ', null],
    ['/proc/43/environ', '/proc/43/environ', 'process-memory'],
    ['/proc/self/root/home/ann/.ssh/id_rsa', '~/.ssh/id_rsa', 'ssh-key'],
    ['/home/ann/notes.txt', '~/notes.txt', null],
  ])('%s', (used, target, targetClass) => {
    expect(classify('file.open', used)).toMatchObject({ target, targetClass });
  });

  test.skipIf(globalThis.process.platform === 'win32')(
    'are told by where they are, with the name that was used',
    () => {
      const dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-classify-')));
      onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
      mkdirSync(join(dir, '.ssh'));
      writeFileSync(join(dir, '.ssh/id_rsa'), '');
      const [key, notes, photos] = [join(dir, '.ssh/id_rsa'), join(dir, 'notes.txt'), join(dir, 'photos')];
      symlinkSync(key, notes);
      symlinkSync('.ssh', photos);
      const isKey = { target: key, targetClass: 'ssh-key' };
      expect(classify('file.open', key)).toMatchObject({ ...isKey, other: null });
      expect(classify('file.open', notes)).toMatchObject({ ...isKey, other: notes });
      expect(classify('file.open', `${photos}/id_rsa`)).toMatchObject({ ...isKey, other: `${photos}/id_rsa` });
      expect(classify('file.list', photos)).toMatchObject({ target: join(dir, '.ssh'), other: photos });
      // These are done to the link, not to what it leads to; a folder on the way is followed.
      expect(classify('file.remove', notes)).toMatchObject({ target: notes, targetClass: null, other: null });
      expect(classify('file.remove', `${photos}/id_rsa`)).toMatchObject({ ...isKey, other: `${photos}/id_rsa` });
      expect(classify('file.rename', `${photos}/id_rsa`, { other: `${photos}/x` })).toMatchObject({
        ...isKey,
        other: join(dir, '.ssh/x'),
      });
      const second = join(dir, 'photo.jpg');
      linkSync(key, second);
      const ofHome = createClassifier({ catalogue: requireCatalogue(rulesFolder({})), homes: [dir] });
      expect(ofHome.classify(activity('file.open', second), process)).toMatchObject({
        ...{ target: '~/photo.jpg', targetClass: 'ssh-key' },
      });
    },
  );

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

  test.each([
    ['/home/ann/.gnupg/S.gpg-agent', '~/.gnupg/S.gpg-agent', 'key-agent'],
    ['/tmp/ssh-XXXXab12/agent.42', '/tmp/ssh-XXXXab12/agent.42', 'key-agent'],
    ['/run/user/1000/keyring/ssh', '/run/user/1000/keyring/ssh', 'key-agent'],
    ['/var/run/docker.sock', '/var/run/docker.sock', 'container-socket'],
    ['/run/user/1000/podman/podman.sock', '/run/user/1000/podman/podman.sock', 'container-socket'],
    ['/run/user/1000/bus', '/run/user/1000/bus', 'desktop-socket'],
    ['@/tmp/.X11-unix/X0', '@/tmp/.X11-unix/X0', 'desktop-socket'],
    ['@abstract', '@abstract', null],
    ['/run/postgresql/.s.PGSQL.5432', '/run/postgresql/.s.PGSQL.5432', null],
  ])('that are sockets with a file are files: %s', (used, target, targetClass) => {
    expect(classify('net.connect', used)).toMatchObject({ target, targetClass, ip: null, port: null });
  });

  test("that are this user's own sockets, wherever they are", () => {
    const sockets = ownSockets({
      SSH_AUTH_SOCK: '/srv/agent',
      DOCKER_HOST: 'unix:///srv/docker',
      CONTAINER_HOST: 'tcp://h',
    });
    const own = createClassifier({ catalogue: requireCatalogue(rulesFolder({})), platform: 'linux', sockets });
    const classOf = (target: string) => own.classify(activity('net.connect', target), process).targetClass;
    expect(['/srv/agent', '/srv/docker', '/srv/other'].map(classOf)).toEqual(['key-agent', 'container-socket', null]);
  });

  test('where the address stands for the name, it is told as the address too', () => {
    expect(classify('net.connect', '8.8.8.8')).toMatchObject({ target: '8.8.8.8', ip: '8.8.8.8', port: null });
  });

  test.each([
    ['149.154.167.220', '149.154.167.220', 'bot-api'],
    ['::ffff:149.154.167.220', '149.154.167.220', 'bot-api'],
    ['::ffff:959a:a7dc', '149.154.167.220', 'bot-api'],
    ['2001:67C:4E8:0::a', '2001:67c:4e8::a', 'bot-api'],
    ['fe80::1%eth0', 'fe80::1', 'private-address'],
    ['[::1]', '::1', 'loopback'],
    ['0x7f.1', '127.0.0.1', 'loopback'],
    ['2509940700', '149.154.167.220', 'bot-api'],
    ['xn--pi-6kc.telegram.org', 'xn--pi-6kc.telegram.org', 'dead-drop'],
    ['аpi.telegram.org.example', 'xn--pi-6kc.telegram.org.example', null],
  ])('an address or name in any spelling: %s', (used, target, targetClass) => {
    expect(classify('net.connect', used, { ip: used })).toMatchObject({ target, targetClass });
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
