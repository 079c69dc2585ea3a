/**
 * Proves the way of an activity from end to end, with a harmless package in a venv that is thrown away: installed, run,
 * heard by the agent, named rightly, sent, and committed by the collector.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { askStatus } from '../control/control.ts';
import type { AgentStatus } from '../control/status.ts';
import { type Finding, fault, note, ok } from '../doctor/check.ts';
import { cover } from '../environments/cover.ts';
import { inspectEnvironment } from '../environments/environment.ts';
import { defaultHookDir, readHookSource } from '../environments/hook-source.ts';
import { reasonOf } from '../errors.ts';
import type { AgentHome } from '../home.ts';
import { type Receipt, selftestPackage } from '../pipeline/receipts.ts';
import { installSelftest, runSelftest, selftestVersion } from './package.ts';

const patienceMs = 120_000;
const heardMs = 10_000;
const committedMs = 20_000;
const pollMs = 100;
const askMs = 5_000;

export interface SelftestOptions {
  readonly home: AgentHome;
  readonly env: NodeJS.ProcessEnv;
  /** The interpreter to make the venv of; null for the first that works. */
  readonly python: string | null;
  /** Ends at the agent: whether the collector has it isn't asked. */
  readonly isLocal: boolean;
  readonly signal: AbortSignal;
  /** What is being done now. */
  readonly onStep: (step: string) => void;
}

/** Every step's finding; the last is a fault where a step failed. Nothing of it stays on this machine. */
export async function selftest(options: SelftestOptions): Promise<readonly Finding[]> {
  // A name that the agent's own discovery knows: the policy is not to cover it.
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-selftest-')));
  const findings: Finding[] = [];
  try {
    for await (const finding of stepsOf(options, dir)) findings.push(finding);
  } catch (error) {
    findings.push(fault('self-test', firstLine(reasonOf(error)), 'culprit-agent doctor says more'));
  } finally {
    rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  }
  return findings;
}

async function* stepsOf(options: SelftestOptions, dir: string): AsyncGenerator<Finding> {
  const { home, isLocal, onStep } = options;
  const ask = (): Promise<AgentStatus> => askStatus(home.controlSocket);
  const status = await ask().catch(() => null);
  if (status === null) {
    yield fault('agent', `none answers on ${home.controlSocket}`, 'culprit-agent run');
    return;
  }
  yield ok('agent', `version ${status.version}, pid ${status.pid}`);

  onStep('making a venv');
  const made = await makeVenv(options, status, join(dir, 'venv'));
  if (typeof made !== 'string') {
    yield made;
    return;
  }
  const environment = inspectEnvironment(join(dir, 'venv'));
  yield ok('venv', `made of ${made}, Python ${environment.python}`);
  const python = join(environment.prefix, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

  onStep('installing the package');
  const how = await installSelftest(python, join(dir, 'wheel'), environment.sitePackages[0] ?? '');
  yield ok(
    'package',
    `${selftestPackage} ${selftestVersion}, ${how === 'pip' ? 'installed by pip' : 'unpacked: this Python has no pip'}`,
  );
  cover(environment, readHookSource(defaultHookDir(), home.hookSocket), false);
  yield ok('hook', 'put into the venv');

  onStep('running it');
  const server = await listen();
  const port = portOf(server);
  try {
    await runSelftest(python, port);
  } finally {
    server.close();
  }
  yield ok('run', `it connected to 127.0.0.1:${port}`);

  onStep('waiting for the agent');
  const isIts = ({ operation, port: its }: Receipt): boolean => operation === 'net.connect' && its === port;
  const heard = await until(options, heardMs, async () => (await ask()).selftest.find(isIts));
  if (heard === undefined) {
    const mend = 'culprit-agent doctor says whether the socket is reachable';
    yield fault('heard', `the agent heard nothing of it within ${heardMs / 1000} s`, mend);
    return;
  }
  yield ok('heard', `the agent names ${selftestPackage} ${heard.version} for it, by ${heard.confidence}`);
  if (isLocal) {
    yield note('collector', 'was not asked, by --local');
    return;
  }

  onStep('waiting for the collector');
  const { uplink } = await ask();
  const where = uplink.collector ?? 'a collector';
  if (uplink.state === 'not-enrolled') {
    yield fault('collector', 'this machine is not enrolled', 'culprit-agent enrol --collector URL --token T');
    return;
  }
  const committed = await until(options, committedMs, async () =>
    (await ask()).selftest.find((each) => isIts(each) && each.isAcknowledged),
  );
  if (committed === undefined) {
    yield fault(
      'collector',
      `${where} has not confirmed it within ${committedMs / 1000} s`,
      'culprit-agent doctor says why',
    );
    return;
  }
  yield ok('collector', `${where} has committed it`);
  yield await askWho(options, where, port);
}

/** The interpreter that a venv was made of, or why none could be. */
async function makeVenv(
  { python, signal }: SelftestOptions,
  status: AgentStatus,
  dir: string,
): Promise<string | Finding> {
  const found = status.coverage.places.filter(({ kind, python: version }) => kind === 'base' && version !== '');
  const bases = found.map(({ path, python: version }) =>
    join(path, 'bin', `python${version.split('.').slice(0, 2).join('.')}`),
  );
  const candidates =
    python === null ? [process.platform === 'win32' ? 'python' : 'python3', ...bases.reverse()] : [python];
  let said = '';
  for (const candidate of candidates) {
    for (const more of [[], ['--without-pip']]) {
      try {
        await promisify(execFile)(candidate, ['-m', 'venv', '--clear', ...more, dir], { timeout: patienceMs, signal });
        return candidate;
      } catch (error) {
        said = firstLine(reasonOf(error));
      }
    }
  }
  const mend = 'name an interpreter with the venv module: culprit-agent selftest --python PATH';
  return fault('venv', `none of ${candidates.join(', ')} makes a venv (${said})`, mend);
}

/** Where the collector's own sign-in is at hand, its answer to the question that all this is for. */
async function askWho({ home, env }: SelftestOptions, collector: string, port: number): Promise<Finding> {
  const token = env.CULPRIT_TOKEN ?? ownToken(home);
  const url = env.CULPRIT_URL ?? collector;
  if (token === null)
    return note('who', 'was not asked: there is no sign-in here', 'set CULPRIT_URL and CULPRIT_TOKEN to ask');
  const response = await fetch(`${url}/api/v1/who?target=127.0.0.1&package=${selftestPackage}`, {
    headers: { authorization: `Bearer ${token}` },
    redirect: 'error',
    signal: AbortSignal.timeout(askMs),
  }).catch((error: unknown) => reasonOf(error));
  if (typeof response === 'string' || !response.ok) {
    const why = typeof response === 'string' ? response : `status ${response.status}`;
    return note('who', `${url} could not be asked (${why})`, 'check CULPRIT_URL and CULPRIT_TOKEN');
  }
  const { items = [] } = (await response.json()) as { items?: { port?: number; package?: string; version?: string }[] };
  const row = items.find((each) => each.port === port);
  if (row === undefined) return fault('who', `${url} does not know the connection`, 'culprit who 127.0.0.1');
  return ok('who', `${url} answers: ${row.package} ${row.version}`);
}

/** The token of a collector's command line in the same home: only its owner reads it. */
function ownToken({ root }: AgentHome): string | null {
  try {
    return readFileSync(join(root, 'collector', 'cli-token'), 'utf8').trim();
  } catch {
    return null;
  }
}

async function until<T>(
  { signal }: SelftestOptions,
  ms: number,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (const endMs = Date.now() + ms; Date.now() < endMs && !signal.aborted; ) {
    const found = await look();
    if (found !== undefined) return found;
    await delay(pollMs);
  }
  return undefined;
}

async function listen(): Promise<Server> {
  const server = createServer((socket) => socket.on('error', () => {}).resume());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function firstLine(text: string): string {
  const lines = text.trim().split('\n');
  return lines.length > 1 ? `${lines[0]}: ${lines.at(-1)}` : (lines[0] ?? '');
}
