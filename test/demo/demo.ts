/** npm run demo: plays the aiocpa case in a throw-away home, tells it as it happens, and ends with the alert. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import type { Alert, AlertSummary, StoredActivity, WhoRow } from '../../collector/src/api/types.ts';
import { findInterpreters } from '../python/interpreters.ts';
import { type Client, createClient } from '../stack/client.ts';
import { Stack } from '../stack/stack.ts';
import { openStory, type Story } from './story.ts';

const usage = `Usage: npm run demo -- [--exit] [--python PATH] [--verbose]

Plays the aiocpa case on this machine, in a throw-away home; nothing leaves the machine.
  --exit          end after the alert; status 0 only if it came
  --python PATH   the interpreter to play it on (default: the newest that is found)
  --verbose       show what the collector and the agent log

Example: npm run demo -- --exit
`;
const patienceMs = 20_000;

const say = (line = ''): void => void process.stdout.write(`${line}\n`);
const step = (line: string): void => say(`\n${styleText('bold', `▸ ${line}`)}`);
const note = (line: string): void => say(`  ${styleText('dim', line)}`);

/** Asks until the answer is there. */
async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + patienceMs; ; ) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${patienceMs / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The last program's own output, indented. */
const quote = (text: string): void => {
  for (const line of text.trimEnd().split('\n')) note(line);
};

async function packageChange(client: Client, version: string): Promise<void> {
  await until(`the collector to know aiocpa ${version}`, async () => {
    const page = await client.get<{ items: readonly { name: string; versions: readonly string[] }[] }>(
      '/packages?q=aiocpa',
    );
    return page.items.find((item) => item.name === 'aiocpa' && item.versions.includes(version));
  });
  note(`the agent saw it: aiocpa ${version}`);
}

/** Where in the package, and from which program, an activity came. */
function whence({ frames, process: program }: StoredActivity): string[] {
  const place = frames.find((frame) => frame.culprit);
  const code = place?.dynamic ? ', in code that came from no file but was executed there' : '';
  return [
    `file          ${place === undefined ? 'unknown' : `${place.file}, line ${place.line} (${place.function})${code}`}`,
    `started from  ${program?.application ?? 'unknown'}`,
    `environment   ${program?.environment ?? 'unknown'} · Python ${program?.python ?? '?'} · pid ${program?.pid ?? '?'}`,
  ];
}

function tell(alert: Alert, tookMs: number, url: string): void {
  const names = (list: readonly { name: string; version: string }[]) =>
    list.map((p) => `${p.name} ${p.version}`).join(' ← ');
  const decisive = alert.evidence[0];
  say(`\n${styleText(['bold', 'red'], `  ${alert.severity.toUpperCase()}  ${alert.sentence}`)}\n`);
  say(`  rule          ${alert.rule.title}`);
  say(
    `  package       ${alert.package === null ? 'the application itself' : `${alert.package.name} ${alert.package.version}`}`,
  );
  say(`  chain         ${names(alert.chain)}`);
  if (decisive) for (const line of whence(decisive)) say(`  ${line}`);
  say(`  machine       ${alert.machine.name}`);
  for (const { version, behaviours } of alert.versions) {
    const did = behaviours
      .map(({ operation, targetClass }) => (targetClass ? `${operation} → ${targetClass}` : operation))
      .join(', ');
    say(`  version       ${version.padEnd(8)} ${did || 'nothing of note'}`);
  }
  say(`  took          ${tookMs.toFixed(0)} ms from the call in Python to the alert in the collector`);
  say(`  console       ${url}/alerts/${alert.id}`);
}

async function play(stack: Stack, home: string, story: Story): Promise<void> {
  const client = await createClient({ url: stack.url, home });
  const arrivals = new Map<string, { alert: AlertSummary; atMs: number }>();
  const following = new AbortController();
  await client.follow((alert) => {
    if (!arrivals.has(alert.id)) arrivals.set(alert.id, { alert, atMs: Date.now() });
  }, following.signal);

  step('A venv is made, and the agent is told to watch it');
  quote(await stack.ok('culprit-agent', ['env', 'add', story.venv.dir]));

  step('pip installs aiocpa 0.1.12, a small client for a payment API; checkout.py uses it');
  await story.install('clean');
  await packageChange(client, '0.1.12');
  quote((await story.checkout(1)).stdout);

  step('An ordinary program runs beside it: report.py fetches figures and reads a file of its project');
  const { status } = await story.installRequests();
  if (status === 'unavailable') note('no package index can be reached: report.py goes without requests');
  quote((await story.report()).stdout);
  const who = await until('the collector to know who called 127.0.0.1', async () => {
    const rows = JSON.parse(await stack.ok('culprit', ['who', '127.0.0.1', '--json'])) as WhoRow[];
    return rows.find((row) => row.application.endsWith('report.py') && row.operation === 'net.connect');
  });
  const carried = who.chain.length > 0 ? `, carried by ${who.chain.join(', ')}` : '';
  note(`culprit who 127.0.0.1: ${who.package ?? 'the application itself'} (${who.application})${carried}`);
  note(`alerts so far: ${arrivals.size}`);

  step('pip upgrades aiocpa to 0.1.13, whose constructor was wrapped from under fifty layers of encoding');
  await story.install('bad');
  await packageChange(client, '0.1.13');

  step('checkout.py runs again, unchanged: its API token goes to a Telegram bot (here: to a stand-in on this machine)');
  quote((await story.checkout(1)).stdout);
  const leaked = story.proxy.receipts.all.filter(({ host, method }) => host === 'api.telegram.org' && method === 'GET');
  note(`what the stand-in for api.telegram.org received: ${leaked.length} message`);

  step('And once more with two arguments: the URL is malformed, no connection is ever made, and the attempt counts');
  const before = story.proxy.receipts.all.length;
  quote((await story.checkout(2)).stdout);
  note(`what the stand-in received this time: ${story.proxy.receipts.all.length - before} messages`);

  const drift = await until('the alert', async () =>
    [...arrivals.values()].find(
      ({ alert }) => alert.severity === 'high' && /no earlier version/.test(alert.rule.title),
    ),
  );
  const alert = await until('the second run', async () => {
    const found = await client.alert(drift.alert.id);
    return new Set(found.evidence.map((activity) => activity.process?.key)).size > 1 ? found : undefined;
  });
  following.abort();
  const firstMs = Math.min(...alert.evidence.map(({ atMs }) => atMs));
  step('The alert');
  tell(alert, drift.atMs - firstMs, stack.url);
  const others = [...arrivals.values()].filter(({ alert: other }) => other.id !== alert.id);
  for (const { alert: other } of others) note(`also ${other.severity}: ${other.sentence}`);
}

/** @throws TypeError of parseArgs, whose message names the option. */
const readArguments = () =>
  parseArgs({
    options: {
      exit: { type: 'boolean', default: false },
      python: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });

async function main(): Promise<number> {
  let values: ReturnType<typeof readArguments>['values'];
  try {
    ({ values } = readArguments());
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (values.help) {
    say(usage);
    return 0;
  }
  const [newest] = await findInterpreters();
  const python = values.python ?? newest?.path;
  if (python === undefined) {
    process.stderr.write(
      'The demo needs a Python ≥ 3.8 with venv: install python3 (and python3-venv), or name one with --python.\n',
    );
    return 2;
  }
  const home = await mkdtemp(join(tmpdir(), 'culprit-demo-'));
  const stack = new Stack({ home, port: Number(process.env.CULPRIT_PORT ?? 0), showLogs: values.verbose });
  let story: Story | undefined;
  const end = async () => {
    await story?.stop();
    await stack.stop();
    await rm(home, { recursive: true, force: true });
  };
  const interrupted = new Promise<'interrupted'>((resolve) => {
    process.once('SIGINT', () => resolve('interrupted'));
    process.once('SIGTERM', () => resolve('interrupted'));
  });
  try {
    step(`A collector and an agent start, in the throw-away home ${home}`);
    await stack.start();
    story = await openStory({ dir: join(home, 'shop'), python });
    if ((await Promise.race([play(stack, home, story), interrupted])) === 'interrupted') return 1;
    if (!values.exit) {
      say(`\n  Look around: ${await stack.signInLink()}\n  Ctrl-C ends the demo and removes its home.\n`);
      await interrupted;
    }
    return 0;
  } finally {
    await end();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`The demo ended without its alert: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
