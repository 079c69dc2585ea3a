/** The commands as a user runs them: real processes, with a home of their own. */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { bomFaults } from '../../../test/sbom/schema.ts';
import { agentHome } from '../home.ts';

const entry = join(import.meta.dirname, '../main.ts');
const sitePackages = 'import sysconfig; print(sysconfig.get_path("purelib"))';
const soon = { timeout: 15_000, interval: 20 };
let home: string;
let venv: string;

beforeAll(() => {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-cli-')));
  venv = join(scratch, 'venv');
  execFileSync('python3', ['-m', 'venv', '--without-pip', venv]);
});
afterAll(() => rmSync(join(venv, '..'), { recursive: true, force: true }));
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cu-'));
  return () => rmSync(home, { recursive: true, force: true });
});

function start(args: readonly string[], { env = {}, input = '' } = {}) {
  const child = spawn(process.execPath, [entry, ...args], { env: { ...process.env, CULPRIT_HOME: home, ...env } });
  child.stdin.end(input);
  const done = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]).then(
    ([out, err, [status, signal]]) => ({ out, err, status: status as number | null, signal: signal as string | null }),
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, done };
}
const run = (args: readonly string[], options: Parameters<typeof start>[1] = {}) => start(args, options).done;

/** An agent that runs, once it answers. */
async function running(args: readonly string[] = []) {
  const agent = start(['run', ...args]);
  await vi.waitFor(async () => expect((await run(['status'])).status).toBe(0), soon);
  return agent;
}

describe('wrong use is one sentence with the mend, on standard error, and status 2', () => {
  test.each<[string, string[], RegExp]>([
    ['no such command', ['frobnicate'], /"frobnicate" is no command of culprit-agent: .*--help/],
    ['no such option', ['status', '--jason'], /"culprit-agent status" has no option --jason: .*--help/],
    ['too much', ['status', 'now'], /takes no "now"/],
    ['no verb', ['env'], /needs add, remove, list, discover, policy, verify or sbom/],
    ['no such verb', ['env', 'paint'], /can't "paint"/],
    ['no path', ['env', 'add'], /needs PATH/],
    [
      'a path that is none',
      ['env', 'add', '/no/such/venv'],
      /\/no\/such\/venv is no Python environment: it does not exist/,
    ],
    ['no collector', ['enrol', '--token', 'secret-token'], /needs --collector/],
    ['no token', ['enrol', '--collector', 'http://127.0.0.1:1'], /needs --token/],
    [
      'an address that is none',
      ['enrol', '--collector', 'nowhere', '--token', 'secret-token'],
      /is no address of a collector/,
    ],
    ['an address that is none', ['run', '--collector', 'nowhere'], /is no address of a collector/],
  ])('%s', async (_, args, sentence) => {
    const { out, err, status } = await run(args);
    expect(err).toMatch(sentence);
    expect([out, status]).toEqual(['', 2]);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).not.toMatch(/secret-token|^\s+at /m);
  });

  test('nothing at all shows what there is', async () => {
    const { out, err, status } = await run([]);
    expect(err).toMatch(/^Usage: culprit-agent COMMAND/);
    expect([out, status]).toEqual(['', 2]);
  });

  test('a home that can not be written names the path and CULPRIT_HOME', async () => {
    const file = join(home, 'file');
    writeFileSync(file, '');
    const { err, status } = await run(['run'], { env: { CULPRIT_HOME: file } });
    expect(err).toMatch(/file\/agent can't be written .*CULPRIT_HOME/);
    expect(status).toBe(2);
  });

  test('rules that are not there name CULPRIT_RULES', async () => {
    const { err, status } = await run(['run'], { env: { CULPRIT_RULES: '/no/rules' } });
    expect(err).toMatch(/\/no\/rules\/catalogue\/files\.yaml can't be read .*CULPRIT_RULES/);
    expect(status).toBe(2);
  });
});

describe('help', () => {
  test.each([['run'], ['status'], ['doctor'], ['selftest'], ['enrol'], ['env']])(
    'of %s has an example',
    async (command) => {
      const { out, err, status } = await run([command, '--help']);
      expect(out).toMatch(new RegExp(`^Usage: culprit-agent ${command}`));
      expect(out).toMatch(/\nExample:\n {2}culprit-agent /);
      expect([err, status]).toEqual(['', 0]);
    },
  );

  test('and version are on standard output', async () => {
    expect(await run(['--help'])).toMatchObject({ status: 0, err: '', out: expect.stringContaining('Commands:') });
    expect(await run(['--version'])).toMatchObject({ status: 0, out: expect.stringMatching(/^culprit-agent \d+\./) });
  });
});

describe('environments', () => {
  test('are added, listed and removed, in words and in JSON', async () => {
    expect((await run(['env', 'list'])).out).toMatch(/No environment is watched yet/);
    const added = await run(['env', 'add', venv, '--json']);
    expect(added).toMatchObject({ status: 0, err: '' });
    expect(JSON.parse(added.out)).toMatchObject({ path: venv, kind: 'venv', isNew: true });
    expect((await run(['env', 'add', venv])).out).toMatch(/already was in/);
    const listed = await run(['env', 'list', '--json']);
    expect(JSON.parse(listed.out)).toMatchObject([{ path: venv, hook: { state: 'installed' } }]);
    expect((await run(['env', 'list'])).out).toContain(venv);
    expect(await run(['env', 'remove', venv])).toMatchObject({ status: 0, out: expect.stringContaining('is out of') });
    expect(await run(['env', 'remove', venv])).toMatchObject({ status: 1, err: expect.stringContaining('env list') });
  });
});

describe('verifying', () => {
  test('is status 0 while every file is what its RECORD says, and 1 once one is not', async () => {
    const libraries = realpathSync(
      execFileSync(join(venv, 'bin/python'), ['-c', sitePackages], { encoding: 'utf8' }).trim(),
    );
    const info = join(libraries, 'shop-1.dist-info');
    mkdirSync(info);
    onTestFinished(() => rmSync(info, { recursive: true }));
    writeFileSync(join(libraries, 'shop.py'), 'x');
    writeFileSync(join(info, 'METADATA'), 'Name: shop\nVersion: 1\n');
    const hash = createHash('sha256').update('x').digest('base64url');
    writeFileSync(
      join(info, 'RECORD'),
      `shop.py,sha256=${hash},1\nshop-1.dist-info/METADATA,,\nshop-1.dist-info/RECORD,,\n`,
    );
    const clean = await run(['env', 'verify', venv]);
    expect(clean).toMatchObject({ status: 0, err: '' });
    expect(clean.out).toContain('every file is what its RECORD says');
    writeFileSync(join(libraries, 'shop.py'), 'yy');
    const said = await run(['env', 'verify', venv]);
    expect(said.status).toBe(1);
    expect(said.out).toMatch(/changed +\S+shop\.py\n +of shop 1: 1 → 2 bytes/);
    const [report] = JSON.parse((await run(['env', 'verify', venv, '--package', 'Shop', '--json'])).out);
    expect(report).toMatchObject({ environment: venv, packages: 1, findings: [{ kind: 'changed' }] });
    expect(await run(['env', 'verify'])).toMatchObject({ status: 2, err: expect.stringContaining('env add PATH') });
  });
});

describe('a bill of materials', () => {
  test('is CycloneDX 1.7 on standard output', async () => {
    const { out, err, status } = await run(['env', 'sbom', venv]);
    expect([err, status]).toEqual(['', 0]);
    expect(bomFaults(JSON.parse(out))).toEqual([]);
    expect(JSON.parse(out)).toMatchObject({ specVersion: '1.7', metadata: { component: { type: 'platform' } } });
  });
});

describe('doctor', () => {
  const findings = async (): Promise<{ about: string; state: string; evidence: string; mend: string | null }[]> =>
    JSON.parse((await run(['doctor', '--json'])).out).findings;

  test('says that no agent runs, and what to do, with status 1', async () => {
    const { out, status } = await run(['doctor']);
    expect(out).toMatch(/^FAULT {2}agent: none answers on .*control\.sock\n {7}culprit-agent run/);
    expect(out).toMatch(/note {3}hooks: no environment is covered\n {7}culprit-agent env add PATH/);
    expect(status).toBe(1);
  });

  test('finds each station well where it is, and names what is not', async () => {
    await run(['env', 'add', venv]);
    await running();
    const well = await run(['doctor']);
    expect(well.out).toMatch(/ok {5}agent: version .*, pid \d+/);
    expect(well.out).toMatch(/ok {5}hook socket: .*hook\.sock takes connections/);
    expect(well.out).toMatch(/ok {5}hooks: 1 environments have the hook/);
    expect(well.out).toMatch(/note {3}collector: this machine is not enrolled/);
    expect(well.status).toBe(0);
    const site = join(venv, 'lib', readdirSync(join(venv, 'lib'))[0] ?? '', 'site-packages');
    writeFileSync(join(site, '!a.pth'), 'import sys\n');
    expect(await findings()).toContainEqual({
      about: `hook in ${venv}`,
      state: 'note',
      evidence: '!a.pth runs before it, unseen',
      mend: expect.any(String),
    });
    rmSync(join(site, '!a.pth'));
    writeFileSync(join(home, 'agent/policy.yaml'), 'cover: some\n');
    expect(await findings()).toContainEqual(
      expect.objectContaining({
        about: 'policy',
        state: 'fault',
        evidence: expect.stringContaining('policy.yaml:1: cover'),
      }),
    );
    await run(['env', 'remove', venv]);
  });
});

describe('the policy', () => {
  test('is shown, changed, and refused where it has a mistake', async () => {
    expect((await run(['env', 'policy'])).out).toMatch(/cover +listed: what "culprit-agent env add" named/);
    const changed = await run(['env', 'policy', '--cover', 'ask', '--exclude', '~/old/**', '--base', 'on', '--json']);
    expect(JSON.parse(changed.out)).toMatchObject({ cover: 'ask', base: true, exclude: ['~/old/**'], isWritten: true });
    expect(await run(['env', 'policy', '--cover', 'some'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('all, listed or ask'),
    });
    writeFileSync(join(home, 'agent/policy.yaml'), 'cover: ask\ncolour: red\n');
    const { err, status } = await run(['env', 'policy']);
    expect(err).toContain('policy.yaml:2: colour: is not known here');
    expect(status).toBe(2);
  });

  test('that covers everything excludes what the hook is taken out of', async () => {
    await run(['env', 'add', venv]);
    await run(['env', 'policy', '--cover', 'all']);
    expect((await run(['env', 'remove', venv])).err).toContain(`excludes ${venv} from now on`);
    expect(JSON.parse((await run(['env', 'policy', '--json'])).out).exclude).toEqual([venv]);
  });
});

describe('discovery', () => {
  test('finds environments without being told, says how they came to be and whether they are covered', async () => {
    const user = mkdtempSync(join(tmpdir(), 'cu-user-'));
    onTestFinished(() => rmSync(user, { recursive: true, force: true }));
    const env = { HOME: user, PYENV_ROOT: '', XDG_DATA_HOME: '', XDG_CACHE_HOME: '', XDG_CONFIG_HOME: '' };
    const own = join(realpathSync(user), 'src/shop/.venv');
    execFileSync('python3', ['-m', 'venv', '--without-pip', own]);
    const found = await run(['env', 'discover', '--json'], { env });
    const of = (out: string) => JSON.parse(out).environments.find(({ path }: { path: string }) => path === own);
    expect(of(found.out)).toMatchObject({ kind: 'venv', origins: ['venv'], covered: false, reason: 'policy' });
    expect([found.err, found.status]).toEqual(['', 1]);
    await run(['env', 'add', own]);
    expect(of((await run(['env', 'discover', '--json'], { env })).out)).toMatchObject({ covered: true, by: 'hook' });
    expect((await run(['env', 'discover'], { env })).out).toMatch(
      /\+ .*shop\/\.venv\n {4}venv, Python 3\.[\d.]+, covered\n/,
    );
    const blind = await run(['env', 'discover', '--blind', '--json'], { env });
    expect(of(blind.out)).toBeUndefined();
    await run(['env', 'remove', own]);
  });
});

describe('enrolment', () => {
  async function collector(status: number, answer: object): Promise<string> {
    const server = createServer((_, response) => response.writeHead(status).end(JSON.stringify(answer)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test('keeps the credential where only its owner reads it, and shows it to nobody', async () => {
    const url = await collector(201, { machine: 'm-1', credential: 'the-credential' });
    const { out, err, status } = await run(['enrol', '--collector', url, '--token', '-', '--json'], {
      input: 'one-time\n',
    });
    expect([JSON.parse(out), err, status]).toEqual([{ collector: url, machine: 'm-1' }, '', 0]);
    expect(statSync(agentHome(home).identityFile).mode & 0o777).toBe(0o600);
  });

  test('that fails is status 1 with the mend', async () => {
    const refused = await run(['enrol', '--collector', await collector(401, {}), '--token', 'one-time']);
    expect(refused).toMatchObject({ status: 1, out: '', err: expect.stringContaining('culprit token create --enrol') });
    const nobody = await run(['enrol', '--collector', 'http://127.0.0.1:1', '--token', 'one-time']);
    expect(nobody).toMatchObject({ status: 1, err: expect.stringMatching(/does not answer/) });
  });
});

describe('the agent', () => {
  test('that does not run is told by status, with what to do, and status 1', async () => {
    const { out, err, status } = await run(['status']);
    expect(err).toMatch(/No agent runs with this home .*culprit-agent run/);
    expect([out, status]).toEqual(['', 1]);
  });

  test('runs until SIGTERM, says how it is, and stops within two seconds', async () => {
    await run(['env', 'add', venv]);
    const { child, done } = await running();
    const { out } = await run(['status', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      ...{ pid: child.pid, uplink: { state: 'not-enrolled' }, spool: { batches: 0 }, lost: {}, processes: 0 },
      environments: [{ path: venv }],
      gate: expect.stringMatching(/^(ready|absent)$/),
    });
    expect((await run(['status'])).out).toMatch(/not enrolled: run "culprit-agent enrol/);
    const startMs = performance.now();
    child.kill('SIGTERM');
    const { status, signal, err } = await done;
    expect([status, signal]).toEqual([0, null]);
    expect(performance.now() - startMs).toBeLessThan(2_000);
    // Not on a terminal: a JSON object a line, each with a constant phrase.
    const lines = err
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { msg: string });
    expect(lines.map(({ msg }) => msg)).toEqual(expect.arrayContaining(['agent started', 'agent stopped']));
  });

  test('is alone in its home', async () => {
    await running();
    const second = await run(['run']);
    expect(second.err).toMatch(/Another agent already runs on .*hook\.sock; stop it, or set CULPRIT_HOME/);
    expect(second.status).toBe(1);
  });

  test('that was killed leaves nothing in the way of the next', async () => {
    const first = await running();
    first.child.kill('SIGKILL');
    await first.done;
    expect((await run(['status'])).status).toBe(1);
    await running();
  });

  test('takes no commands on its control socket', async () => {
    await running();
    const socket = connect(agentHome(home).controlSocket);
    socket.write('{"stop":true}\n'.repeat(1_000));
    socket.on('error', () => {});
    expect(JSON.parse(await text(socket))).toMatchObject({ version: expect.any(String) });
    expect((await run(['status'])).status).toBe(0);
    expect(statSync(agentHome(home).controlSocket).mode & 0o777).toBe(0o600);
  });

  test('ends at once on a second signal', async () => {
    const { child, done } = await running();
    child.kill('SIGINT');
    child.kill('SIGINT');
    const startMs = performance.now();
    const { status, signal } = await done;
    // Stopped already, or given up, or caught by the second signal when Node had let go of its handlers.
    expect([0, 1, 'SIGINT']).toContain(status ?? signal);
    expect(performance.now() - startMs).toBeLessThan(1_500);
  });
});
