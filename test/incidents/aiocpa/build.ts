/** The two wheels of the aiocpa case, and what the case needs to be played. README.md says what they are. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnv } from '../../python/clean-env.ts';
import { lastLine, runCommand } from '../../python/command.ts';
import { findInterpreters } from '../../python/interpreters.ts';
import { buildWheel } from '../../python/wheel.ts';
import type { StandInProxy } from '../../stand-in/proxy.ts';

const here = import.meta.dirname;
const summary =
  'A harmless replica of a Crypto Pay client, for the tests of Culprit; not the project of this name on PyPI';

/** The application that uses the package: `checkout.py --args 1|2`. */
export const checkoutScript = join(here, 'checkout.py');

export interface AiocpaWheels {
  /** Path of aiocpa-0.1.12-py3-none-any.whl. */
  readonly clean: string;
  /** Path of aiocpa-0.1.13-py3-none-any.whl, whose constructor leaks. */
  readonly bad: string;
}

/**
 * Builds both wheels into `outDir`. The same Python gives the same bytes.
 * @throws Error where there is no Python to make the layers with, or it fails.
 */
export async function buildAiocpa(outDir: string): Promise<AiocpaWheels> {
  const [interpreter] = await findInterpreters();
  if (interpreter === undefined) throw new Error('the aiocpa replica needs a CPython ≥ 3.8 on PATH to be built');
  const source = await mkdtemp(join(tmpdir(), 'culprit-aiocpa-'));
  try {
    const script = join(here, 'build.py');
    const { status, stderr } = await runCommand(interpreter.path, ['-I', script, source], { env: cleanEnv() });
    if (status !== 0) throw new Error(`${interpreter.path} could not run ${script}: ${lastLine(stderr)}`);
    const common = { name: 'aiocpa', outDir, summary };
    return {
      clean: await buildWheel({ ...common, version: '0.1.12', source: join(here, 'v0.1.12') }),
      bad: await buildWheel({ ...common, version: '0.1.13', source }),
    };
  } finally {
    await rm(source, { recursive: true, force: true });
  }
}

/**
 * The variables with which checkout.py runs and 0.1.13 acts: without any one of them the replica stays still.
 * `payApi` and `proxy` must be started.
 */
export function replicaEnvironment(proxy: StandInProxy, payApi: { readonly url: string }): Record<string, string> {
  return { ...proxy.environment, CULPRIT_REPLICA: '1', CULPRIT_PAY_API: payApi.url };
}
