/** The one way to the tools that rule the system's services: systemctl, launchctl. */
import { spawnSync } from 'node:child_process';
import { AgentError } from '../errors.ts';

/** Starting waits until the agent is ready, stopping until it has stopped. */
const timeoutMs = 90_000;

export interface SystemTool {
  /** Runs it. @throws AgentError AGENT_ERR_SERVICE that quotes what it said */
  run(...args: string[]): void;
  /** Whether it succeeds; what it says is of no interest. */
  succeeds(...args: string[]): boolean;
}

/** @param mend how to go on where it fails, the end of a sentence */
export function createSystemTool(name: string, env: NodeJS.ProcessEnv, mend: string): SystemTool {
  const call = (args: readonly string[]) =>
    spawnSync(name, args, { env, encoding: 'utf8', timeout: timeoutMs, stdio: ['ignore', 'pipe', 'pipe'] });
  return {
    run(...args) {
      const { status, stderr, error } = call(args);
      if (status === 0) return;
      const said = error?.message ?? (stderr.trim().replaceAll(/\s*\n\s*/g, ' ') || `status ${status}`);
      throw new AgentError('AGENT_ERR_SERVICE', `"${[name, ...args].join(' ')}" failed (${said}); ${mend}.`, {
        cause: error,
      });
    },
    succeeds: (...args) => call(args).status === 0,
  };
}
