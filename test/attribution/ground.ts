/** Where the cases of one interpreter are run: one venv with the wheels and the hook, a folder for each case's home. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Activity } from '@culprit/proto';
import { type CommandResult, lastLine } from '../python/command.ts';
import { type Interpreter, isFreeThreaded } from '../python/interpreters.ts';
import { makeVenv, type Venv } from '../python/venv.ts';
import { type AttributionAgent, startAgent } from './agent.ts';
import { buildBeacon } from './beacon.ts';
import type { Case } from './case.ts';
import { type Judgement, judge } from './judge.ts';
import { buildWheels, moduleOf } from './packages.ts';
import { openServer } from './server.ts';

const caseTimeoutMs = 30_000;
/** What a program said reaches the collected batches within this time after its end, ms. */
const settleMs = 1_500;
/** A batch is closed this long after what could matter to a rule: then all of one moment is there, ms. */
const batchMs = 80;
/** What couldn't, as the list of a folder, is in a batch after this time, ms. */
const ordinaryMs = 1_200;

const versionsScript = `
import importlib.metadata as m, json, re
print(json.dumps({re.sub("[-_.]+", "-", d.metadata["Name"]).lower(): d.version for d in m.distributions()}))
`;

export interface GroundOptions {
  readonly interpreter: Interpreter;
  readonly cases: readonly Case[];
  /** A folder of its own, with a short path; the caller removes it. */
  readonly dir: string;
  /** Gets all that the processes of a case did, before it is judged. */
  readonly onTold?: OnTold | undefined;
}

export type OnTold = (told: readonly Activity[]) => void;

export interface Ground {
  run(each: Case): Promise<Judgement>;
  close(): Promise<void>;
}

/** @throws Error where the venv can't be made or filled. */
export async function openGround({ interpreter, cases, dir, onTold }: GroundOptions): Promise<Ground> {
  const minor = Number(interpreter.version.split('.')[1]);
  const wanted = cases.filter((each) => misfit(each, minor) === null);
  const folderOf = (each: Case): string => join(dir, 'c', each.name);
  const agent = await startAgent({ dir: join(dir, 'a'), homes: wanted.map(folderOf) });
  const server = await openServer();
  const venv = await makeVenv({ python: interpreter.path, dir: join(dir, 'v') });
  const beacon = await buildBeacon(join(dir, 'b'));
  await venv.install(...(await buildWheels(cases, join(dir, 'w'), beacon)));
  const absent = await installNeeds(venv, wanted);
  agent.add(venv.dir);
  // The first program in it makes the agent read all that is installed there: no case is to wait for that.
  const listed = await venv.run(['-c', versionsScript]);
  const versions = new Map(Object.entries(JSON.parse(listed.stdout) as Record<string, string>));

  return {
    async run(each) {
      const unloadable = isFreeThreaded(interpreter) ? 'a free-threaded build loads no such extension' : undefined;
      const uncompilable = beacon.status === 'missing' ? beacon.reason : unloadable;
      const uncompiled = each.needsCompiler === true ? uncompilable : undefined;
      const lacking = uncompiled ?? (each.needs ?? []).map((name) => absent.get(name)).find(Boolean);
      const reason = misfit(each, minor) ?? lacking;
      if (reason !== undefined && reason !== null) return { verdict: 'skip', why: reason };
      const folder = folderOf(each);
      writeFiles(folder, each);
      const ran = await runCase(each, venv, folder, server.port);
      const skipped = /^SKIP: (.*)$/m.exec(ran.stdout)?.[1];
      if (skipped !== undefined) return { verdict: 'skip', why: skipped };
      await settle(agent, folder);
      const judged = () => judge(each, agent.did(folder), versions);
      let judgement = judged();
      if (judgement.verdict === 'wrong') {
        await pause(ordinaryMs);
        judgement = judged();
      }
      onTold?.(agent.did(folder));
      if (judgement.verdict !== 'wrong' || ran.status === 0) return judgement;
      return { ...judgement, why: `${judgement.why}; the program ended with: ${lastLine(ran.stderr)}` };
    },
    async close() {
      await agent.stop();
      await server.close();
    },
  };
}

/** Why a case isn't for this Python; null where it is. */
function misfit({ since = 8, until = 99 }: Case, minor: number): string | null {
  if (minor < since) return `needs Python 3.${since}`;
  return minor > until ? `is about Python up to 3.${until}` : null;
}

/** All at once; where that fails, each by itself. Gives why those that are missing are. */
async function installNeeds(venv: Venv, cases: readonly Case[]): Promise<ReadonlyMap<string, string>> {
  const needs = [...new Set(cases.flatMap((each) => each.needs ?? []))];
  const absent = new Map<string, string>();
  if (needs.length === 0) return absent;
  const together = await venv.installFromIndex('--prefer-binary', ...needs);
  if (together.status === 'installed') return absent;
  for (const name of needs) {
    const alone = await venv.installFromIndex('--only-binary', ':all:', name);
    if (alone.status !== 'installed') absent.set(name, `${name} can't be installed: ${alone.reason}`);
  }
  return absent;
}

function writeFiles(folder: string, each: Case): void {
  const app = each.app ?? `import suspect.${moduleOf(each)} as it\nit.deed()\n`;
  const decoy = 'a decoy: no key at all\n';
  const files = { 'app.py': app, '.ssh/id_ed25519': decoy, ...each.files };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

async function runCase(each: Case, venv: Venv, folder: string, port: number): Promise<CommandResult> {
  const env = {
    ...{ HOME: folder, TMPDIR: folder, ATTRIBUTION_PORT: String(port), ATTRIBUTION_CASE: each.name },
    ...each.env,
  };
  const args = each.args ?? [join(folder, 'app.py')];
  try {
    return await venv.run(args, { env, cwd: folder, timeoutMs: caseTimeoutMs });
  } catch (error) {
    return { status: null, signal: null, stdout: '', stderr: error instanceof Error ? error.message : String(error) };
  }
}

/** Waits until every process of the case has hung up, and what it said is in a batch. */
async function settle(agent: AttributionAgent, folder: string): Promise<void> {
  const deadline = Date.now() + settleMs;
  await pause(batchMs);
  while (agent.alive(folder) > 0 && Date.now() < deadline) await pause(20);
  await pause(batchMs);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
