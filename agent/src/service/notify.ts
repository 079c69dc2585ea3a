/** Tells systemd how the agent is: ready, alive, stopping. */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Node has no datagram sockets of Unix, by which systemd listens: its own tool speaks. */
const tool = 'systemd-notify';
const timeoutMs = 5_000;

export interface Notifier {
  /** The agent is ready. From now on systemd hears, as often as it wants to, that the agent lives. */
  ready(): Promise<void>;
  /** The agent stops. Legal before ready, and twice. */
  stopping(): void;
}

/** Whether there is the tool. */
export function canNotify(env: NodeJS.ProcessEnv): boolean {
  return (env.PATH ?? '').split(delimiter).some((dir) => {
    try {
      accessSync(join(dir, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Does nothing where systemd didn't start the agent. What it can't tell harms nobody but the agent, which is started anew. */
export function createNotifier(env: NodeJS.ProcessEnv): Notifier {
  let timer: NodeJS.Timeout | undefined;
  const tell = (...what: string[]): Promise<void> =>
    new Promise((resolve) => {
      if (!env.NOTIFY_SOCKET) return resolve();
      execFile(tool, what, { env, timeout: timeoutMs }, () => resolve());
    });
  const watchdogMs = env.WATCHDOG_PID === String(process.pid) ? Number(env.WATCHDOG_USEC) / 1_000 : Number.NaN;
  return {
    async ready() {
      await tell('--ready', `--pid=${process.pid}`);
      // Thrice within the time: one that comes late is no reason to be killed.
      if (watchdogMs > 0) timer ??= setInterval(() => void tell('WATCHDOG=1'), watchdogMs / 3).unref();
    },
    stopping() {
      clearInterval(timer);
      timer = undefined;
      void tell('STOPPING=1');
    },
  };
}
