/**
 * The aiocpa case, played with real parts: a venv, pip, two wheels, a program that uses them, a proxy that nothing gets
 * past. The demo tells it in a terminal; the end-to-end tests assert what comes of it.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type AiocpaWheels, buildAiocpa, checkoutScript, replicaEnvironment } from '../incidents/aiocpa/build.ts';
import { createSalesServer, installRequests, reportEnvironment, reportScript } from '../incidents/ordinary/ordinary.ts';
import { type CommandResult, lastLine } from '../python/command.ts';
import { type IndexOutcome, makeVenv, type Venv } from '../python/venv.ts';
import { createTestAuthority } from '../stand-in/ca.ts';
import type { LoopbackServer } from '../stand-in/loopback-server.ts';
import { createPayApi } from '../stand-in/pay-api.ts';
import { StandInProxy } from '../stand-in/proxy.ts';

export interface Story {
  readonly venv: Venv;
  readonly proxy: StandInProxy;
  readonly sales: LoopbackServer;
  /** pip installs aiocpa 0.1.12, the clean one; or 0.1.13, the other, over it. */
  install(which: keyof AiocpaWheels): Promise<void>;
  /** checkout.py makes its client with one positional argument or two. @throws Error where it doesn't work. */
  checkout(positionalArguments: 1 | 2): Promise<CommandResult>;
  /** Gives the venv requests, for the ordinary case, where an index can be reached. */
  installRequests(): Promise<IndexOutcome>;
  /** report.py, a program with nothing to hide. @throws Error where it doesn't work. */
  report(): Promise<CommandResult>;
  /** Stops the stand-ins. Safe twice. */
  stop(): Promise<void>;
}

/** Makes the venv and the wheels in `dir`, and starts the stand-ins. The caller removes `dir`. */
export async function openStory({ dir, python }: { readonly dir: string; readonly python: string }): Promise<Story> {
  await mkdir(dir, { recursive: true });
  const wheels = await buildAiocpa(dir);
  const proxy = new StandInProxy({ authority: await createTestAuthority({ dir }) });
  const payApi = createPayApi();
  const sales = createSalesServer();
  await Promise.all([proxy.start(), payApi.start(), sales.start()]);
  const venv = await makeVenv({ python, dir: join(dir, 'venv') });
  const works = async (name: string, running: Promise<CommandResult>): Promise<CommandResult> => {
    const result = await running;
    if (result.status !== 0) throw new Error(`${name} exited ${result.status}: ${lastLine(result.stderr)}`);
    return result;
  };
  return {
    venv,
    proxy,
    sales,
    install: (which) => venv.install(wheels[which]),
    checkout: (count) =>
      works(
        'checkout.py',
        venv.run([checkoutScript, '--args', String(count)], { env: replicaEnvironment(proxy, payApi) }),
      ),
    installRequests: () => installRequests(venv),
    report: () => works('report.py', venv.run([reportScript], { env: reportEnvironment(sales) })),
    async stop() {
      await Promise.all([proxy.stop(), payApi.stop(), sales.stop()]);
    },
  };
}
