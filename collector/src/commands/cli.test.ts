import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { expect, test } from 'vitest';
import { bomFaults } from '../../../test/sbom/schema.ts';
import type { Alert, WhoRow } from '../api/types.ts';
import { TestAgent } from '../testing/agent.ts';
import { type CollectorBench, collectorBench } from '../testing/collector.ts';
import { botRule } from '../testing/rules.ts';
import { aiocpa, sampleActivity, sampleProcess } from '../testing/sample.ts';
import { scratchDir } from '../testing/scratch.ts';
import { runCli } from './cli.ts';
import { serveCommand } from './serve.ts';

interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

interface RunOptions {
  readonly home?: string;
  readonly env?: Record<string, string>;
  readonly userHome?: string;
  readonly columns?: number;
  readonly signal?: AbortSignal;
  readonly onOut?: (text: string) => void;
}

async function run(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  let out = '';
  let err = '';
  const serve = serveCommand(() => pino({ level: 'silent' }));
  const status = await runCli(args, serve, {
    terminal: {
      out: (text) => {
        out += text;
        options.onOut?.(text);
      },
      err: (text) => {
        err += text;
      },
      isTty: options.columns !== undefined,
      columns: options.columns ?? 80,
      hasColour: false,
    },
    env: options.env ?? {},
    home: options.home ?? '/nonexistent',
    userHome: options.userHome ?? '/home/ann',
    signal: options.signal ?? new AbortController().signal,
  });
  return { status, out, err };
}

const now = (): { atMs: number; lastMs: number } => ({ atMs: Date.now(), lastMs: Date.now() });

async function withActivities(): Promise<CollectorBench> {
  const bench = await collectorBench();
  const { credential } = await bench.enrol();
  const { agent } = await TestAgent.greet(bench.url, credential);
  agent.batch(1, [
    sampleActivity({ ...now(), package: aiocpa('0.1.12'), chain: [], target: 'pay.test', targetClass: null }),
    sampleActivity({ ...now(), chain: [{ name: 'httpx', version: '0.27' }, aiocpa('0.1.13')] }),
    sampleActivity({
      ...now(),
      operation: 'file.open',
      target: '~/.ssh/id_rsa',
      targetClass: 'ssh-key',
      ip: null,
      port: null,
      package: null,
      chain: [],
    }),
    sampleActivity({
      ...now(),
      target: 'evil.test',
      targetClass: null,
      package: { name: 'x\u202e\x1b[31mred', version: '1' },
      process: sampleProcess({ key: 'other', application: '~/\n文字/main.py' }),
      chain: [],
    }),
  ]);
  await agent.acked(1);
  return bench;
}

test('who: a table that says package, conduit, target, application and machine', async () => {
  const { home } = await withActivities();
  const { status, out } = await run(['who', 'api.telegram.org'], { home });
  expect(status).toBe(0);
  const [head, row, ...more] = out.trimEnd().split('\n');
  expect(head).toMatch(/^PACKAGE +DID +TARGET +APPLICATION +MACHINE +COUNT +LAST SEEN$/);
  expect(row).toMatch(
    /^aiocpa 0\.1\.13 via httpx +net\.connect +api\.telegram\.org:443 \(149\.154\.167\.220\) +~\/shop\/main\.py +ann-laptop +1 +\d{4}-\d\d-\d\d/,
  );
  expect(more).toEqual([]);
});

test('who --json: an array of rows and nothing else', async () => {
  const { home } = await withActivities();
  const { out, err } = await run(['who', 'api.telegram.org', '--json', '--since', '1h'], { home });
  const rows: WhoRow[] = JSON.parse(out);
  expect(rows).toMatchObject([
    { package: 'aiocpa', purl: 'pkg:pypi/aiocpa@0.1.13', chain: ['httpx@0.27', 'aiocpa@0.1.13'] },
  ]);
  expect(err).toBe('');
});

test('who takes a path as the shell writes it', async () => {
  const { home } = await withActivities();
  const { out } = await run(['who', '/home/ann/.ssh/id_rsa'], { home });
  expect(out).toContain('(the application)');
  expect(out).toContain('~/.ssh/id_rsa');
});

test('what could steer the terminal is written out, and wide characters stay aligned', async () => {
  const { home } = await withActivities();
  const { out } = await run(['who', 'evil.test'], { home });
  expect(out).toContain('x\\u202e\\x1b[31mred 1');
  expect(out).toContain('~/\\x0a文字/main.py');
  expect(out.trimEnd().split('\n').length).toBe(2);
});

test('on a narrow terminal a table gives way, into a pipe it never does', async () => {
  const { home } = await withActivities();
  const { out } = await run(['who', 'api.telegram.org'], { home, columns: 100 });
  for (const line of out.trimEnd().split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  expect(out).toContain('…');
});

test('who without an answer says what to do next', async () => {
  const { home } = await withActivities();
  const all = await run(['who', 'nobody.test'], { home });
  expect(all).toMatchObject({ status: 0, err: '' });
  expect(all.out).toContain('Nothing that Culprit has seen touched nobody.test');
  expect((await run(['who', 'nobody.test', '--since', '1h'], { home })).out).toContain('Leave out --since');
  expect((await run(['who', 'nobody.test', '--json'], { home })).out).toBe('[]\n');
});

test('who --limit cuts, and says so beside the rows', async () => {
  const { home } = await withActivities();
  const { out, err } = await run(['who', '**', '--limit', '1', '--json'], { home });
  expect(JSON.parse(out).length).toBe(1);
  expect(err).toContain('There is more than these 1 row;');
});

test('alerts: a list, one with all that explains it, JSON', async () => {
  const { home } = await withActivities();
  const list = await run(['alerts'], { home });
  expect(list.out).toMatch(/^#1 high {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}ann-laptop\n {4}.*aiocpa.*\n$/);
  const one = await run(['alerts', '1'], { home });
  for (const text of [
    'aiocpa 0.1.13',
    'New in 0.1.13; version 0.1.12 never did',
    'net.connect to bot-api',
    'cryptopay/utils/sync.py:44',
    'pid 4711',
    '*',
  ]) {
    expect(one.out).toContain(text);
  }
  const alert: Alert = JSON.parse((await run(['alerts', '1', '--json'], { home })).out);
  expect(alert.id).toBe('1');
  expect(JSON.parse((await run(['alerts', '--severity', 'low', '--json'], { home })).out)).toEqual([]);
  expect((await run(['alerts', '--severity', 'low'], { home })).out).toContain('No alert is like that');
});

test('alerts --follow tells each as it comes, and ends with Ctrl-C', async () => {
  const bench = await collectorBench();
  const { credential } = await bench.enrol();
  const { agent } = await TestAgent.greet(bench.url, credential);
  const abort = new AbortController();
  const lines: string[] = [];
  const following = run(['alerts', '--follow', '--json'], {
    home: bench.home,
    signal: abort.signal,
    onOut: (text) => {
      lines.push(text);
      if (lines.length === 2) abort.abort();
    },
  });
  // The stream has no past: report until it is open, then once more.
  for (let sequence = 1; !abort.signal.aborted && sequence < 200; sequence += 1) {
    agent.batch(sequence, [sampleActivity(now())]);
    await agent.acked(sequence);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect((await following).status).toBe(0);
  expect(lines.slice(0, 2).map((line) => JSON.parse(line).severity)).toEqual(['high', 'high']);
});

test('package: versions in order with what each does, places, alerts', async () => {
  const { home } = await withActivities();
  const { out } = await run(['package', 'AioCPA'], { home });
  expect(out).toMatch(/0\.1\.12 .*net\.connect\n0\.1\.13 .*net\.connect to bot-api/);
  expect(out).toContain('#1 high');
  expect(await run(['package', 'nothing'], { home })).toMatchObject({
    status: 1,
    err: expect.stringContaining('No machine has or had'),
  });
});

test('machines: a table, or how to enrol the first', async () => {
  const bench = await collectorBench();
  expect((await run(['machines'], bench)).out).toContain('culprit token create --enrol');
  const { machine } = await bench.enrol('bob');
  expect((await run(['machines'], bench)).out).toMatch(new RegExp(`^MACHINE.*\\nbob +away .*${machine}\\n$`));
});

test('what is installed: where, since when and from where; what a version brought; a bill of materials', async () => {
  const bench = await collectorBench();
  const { machine, credential } = await bench.enrol('bob');
  const { agent } = await TestAgent.greet(bench.url, credential);
  const venv = { path: '~/shop/.venv', kind: 'venv', python: '3.11.7' };
  agent.send({ inventoryOffer: { environments: [{ ...venv, digest: 'd' }] } });
  await agent.hears(({ inventoryWanted }) => inventoryWanted?.paths?.[0] === venv.path);
  const details = { installer: 'uv', requested: 2, source: 'vcs git+https://host/r.git@abc', startupFiles: ['a.pth'] };
  const put = [{ name: 'aiocpa', version: '0.1.13', ...details, installedMs: Date.UTC(2026, 0, 2) }];
  agent.send({ inventoryChange: { ...venv, base: '', digest: 'd', put, removed: [] } });
  const review = {
    outcome: 'compared' as const,
    newKinds: ['dynamic-code'],
    findings: ['dynamic-code: exec(…) at a.py:44'],
  };
  const change = { kind: 'upgraded', from: '0.1.12', to: '0.1.13', installer: 'uv', effect: null, review };
  const upgraded = { ...now(), operation: 'package.change' as const, target: 'aiocpa', change };
  agent.batch(1, [
    sampleActivity({ ...upgraded, environment: venv.path, package: { name: 'aiocpa', version: '0.1.13' } }),
  ]);
  await agent.acked(1);
  const { out } = await run(['package', 'aiocpa'], bench);
  expect(out).toContain('2026-01-02');
  expect(out).toContain('vcs git+https://host/r.git@abc, by uv, as a dependency, runs at every start: a.pth');
  expect(out).toContain('0.1.13, compared with 0.1.12, brought dynamic-code\n    dynamic-code: exec(…) at a.py:44\n');
  const bom = JSON.parse((await run(['machines', 'sbom', 'ann-laptop'], bench)).out);
  expect(bomFaults(bom)).toEqual([]);
  expect(bom.components).toMatchObject([{ name: '~/shop/.venv', components: [{ purl: 'pkg:pypi/aiocpa@0.1.13' }] }]);
  expect((await run(['machines', 'sbom', machine], bench)).status).toBe(0);
  expect(await run(['machines', 'sbom', 'nobody'], bench)).toMatchObject({
    status: 2,
    err: expect.stringContaining('no machine is called nobody'),
  });
});

test('machines: what of one is covered, and why the rest is not', async () => {
  const bench = await collectorBench();
  const { machine, credential } = await bench.enrol('bob');
  expect(await run(['machines', 'bob'], bench)).toMatchObject({
    status: 1,
    err: expect.stringContaining('has not told'),
  });
  expect(await run(['machines', 'eve'], bench)).toMatchObject({ status: 2, err: expect.stringContaining('eve') });
  const { agent } = await TestAgent.greet(bench.url, credential);
  const venv = { path: '~/shop/.venv', kind: 'venv', python: '3.11.7', origin: 'uv', coveredBy: 'hook' };
  const old = { path: '~/old', python: '2.7', origin: 'pyenv', reason: 'python-too-old' };
  const process = { executable: '/usr/bin/python3', reason: 'no-site', count: 2 };
  agent.send({ coverage: { policy: 'all', places: [venv, old], processes: [process], coveredProcesses: 7 } });
  await expect.poll(async () => (await run(['machines', machine], bench)).out).toContain('~/shop/.venv');
  const { out, status } = await run(['machines', machine], bench);
  expect(status).toBe(1);
  expect(out).toMatch(/^Policy all, .* 7 Python processes covered\.\n/);
  expect(out).toMatch(/~\/shop\/\.venv +uv +3\.11\.7 +hook/);
  expect(out).toMatch(/~\/old +pyenv +2\.7 +no +python-too-old/);
  expect(out).toMatch(/\/usr\/bin\/python3 +– +2 +no-site/);
  expect(JSON.parse((await run(['machines', machine, '--json'], bench)).out)).toMatchObject({
    machine: { id: machine },
    policy: 'all',
  });
  expect((await run(['machines'], bench)).out).toMatch(/BLIND.*\n.* 3 +0 +m-/);
});

test('tokens are made and taken back; only the token is on standard output', async () => {
  const bench = await collectorBench();
  const link = await run(['token', 'create', '--sign-in'], bench);
  expect(link.out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#sign-in=[\w-]{43}\n$/);
  const enrol = await run(['token', 'create', '--enrol', '--uses', '3', '--expires', '7d', '--json'], bench);
  expect(JSON.parse(enrol.out).expiresMs).toBeGreaterThan(Date.now() + 6 * 86_400_000);
  const api = await run(['token', 'create', '--api', '--label', 'ci'], bench);
  const env = { CULPRIT_URL: bench.url, CULPRIT_TOKEN: api.out.trim() };
  expect((await run(['machines'], { env })).status).toBe(0);
  expect((await run(['token', 'revoke', '--api', 'ci'], bench)).status).toBe(0);
  const refused = await run(['machines'], { env });
  expect(refused).toMatchObject({ status: 2, err: expect.stringContaining("doesn't accept this token") });
  const { machine } = await bench.enrol();
  expect((await run(['token', 'revoke', '--machine', machine], bench)).err).toContain('must enrol again');
});

test('rules check: file, line, what and mend; status 1 where there is something to mend', async () => {
  const dir = scratchDir();
  writeFileSync(join(dir, 'good.yaml'), botRule);
  writeFileSync(
    join(dir, 'bad.yaml'),
    botRule.replace('target.class', 'target.clas').replace('5a2f1a4e', '6a2f1a4e').replace('name: bot-api\n', ''),
  );
  const env = { CULPRIT_RULES: dir };
  const good = await run(['rules', 'check', join(dir, 'good.yaml')], { env });
  expect(good).toMatchObject({ status: 0, out: '' });
  const bad = await run(['rules', 'check', dir], { env });
  expect(bad.status).toBe(1);
  expect(bad.out).toMatch(/bad\.yaml:\d+:\d+: error: .*target\.clas.*target\.class/);
  const json = JSON.parse((await run(['rules', 'check', dir, '--json'], { env })).out);
  expect(json.rules).toMatchObject([{ title: 'Package talks to a bot API' }]);
});

test.each([
  [[], 2, 'Usage: culprit COMMAND'],
  [['whoo'], 2, 'did you mean "culprit who"'],
  [['--nonsense'], 2, 'has no option --nonsense'],
  [['who'], 2, 'needs a target'],
  [['who', 'a', 'b'], 2, '"b" is one more'],
  [['who', 'x', '--sinse', '7d'], 2, 'did you mean --since'],
  [['who', 'x', '--since'], 2, '--since needs a value'],
  [['who', 'x', '--json=yes'], 2, '--json takes no value'],
  [['who', 'x', '--limit', 'all'], 2, 'is no number from 1'],
  [['alerts', '1', '2'], 2, 'one alert at a time'],
  [['alerts', '1', '--follow'], 2, '--follow goes without an ID'],
  [['machines', 'x', 'y'], 2, 'takes no "y"'],
  [['token'], 2, 'needs create or revoke'],
  [['token', 'create'], 2, 'needs one of --enrol, --sign-in and --api'],
  [['token', 'create', '--enrol', '--api'], 2, 'needs one of'],
  [['token', 'create', '--enrol', '--expires', 'soon'], 2, 'is no length of time'],
  [['token', 'revoke'], 2, 'needs --api NAME or --machine ID'],
  [['rules'], 2, 'needs check'],
  [['rules', 'check'], 2, 'at least one file'],
  [['serve', '--port', 'x'], 2, '"x" is no port'],
  [['serve', '--host', 'example.org'], 2, "can't listen on example.org"],
  [['machines'], 2, 'There is no token'],
])('%j is wrong use, told in a sentence', async (args, status, text) => {
  const answer = await run(args);
  expect(answer.status).toBe(status);
  expect(answer.err).toContain(text);
  expect(answer.err).not.toContain('    at ');
});

test.each([
  [{ CULPRIT_URL: 'http://127.0.0.1:1' }, 'CULPRIT_URL is set without CULPRIT_TOKEN'],
  [{ CULPRIT_URL: 'http://example.org', CULPRIT_TOKEN: 'x' }, 'without TLS'],
  [{ CULPRIT_URL: 'nonsense', CULPRIT_TOKEN: 'x' }, 'is no web address'],
  [{ CULPRIT_PORT: '99999', CULPRIT_TOKEN: 'x' }, '"99999" is no port'],
  [{ CULPRIT_PORT: '1', CULPRIT_TOKEN: 'x' }, 'No collector answers at http://127.0.0.1:1'],
])('%j is told with the mend', async (env, text) => {
  const { status, err } = await run(['machines'], { env });
  expect(status).toBe(2);
  expect(err).toContain(text);
});

test('what the collector refuses is told in its own words', async () => {
  const { home } = await collectorBench();
  expect(await run(['who', 'https://x.test/a'], { home })).toMatchObject({
    status: 2,
    err: expect.stringContaining('write the host alone: x.test'),
  });
  expect(await run(['who', 'x', '--since', 'foo'], { home })).toMatchObject({
    status: 2,
    err: expect.stringContaining('30m, 12h or 7d'),
  });
  expect(await run(['alerts', '7'], { home })).toMatchObject({
    status: 1,
    err: expect.stringContaining('no such alert'),
  });
});

test('every command has a help with a usage and an example', async () => {
  const overview = await run(['--help']);
  expect(overview.status).toBe(0);
  const names = [...overview.out.matchAll(/^ {2}([a-z]+) {2}/gm)].map((match) => match[1] ?? '');
  expect(names).toEqual(['who', 'alerts', 'package', 'machines', 'rules', 'token', 'serve']);
  for (const name of names) {
    for (const args of [
      [name, '--help'],
      [name, '-h'],
      ['help', name],
    ]) {
      const { status, out } = await run(args);
      expect(status).toBe(0);
      expect(out).toMatch(/^Usage: culprit /);
      expect(out).toMatch(/^Examples?:$/m);
    }
  }
  expect((await run(['--version'])).out).toMatch(/^culprit \d+\.\d+\.\d+\n$/);
});
