import { isIP } from 'node:net';
import type { Logger } from 'pino';
import { CollectorError } from '../errors.ts';
import { version } from '../version.ts';
import { defaultPort, portOf } from './client.ts';
import { none, readOptions } from './options.ts';
import type { Command } from './terminal.ts';

/** @param makeLog makes the log; the entry file knows where it goes. */
export function serveCommand(makeLog: () => Logger): Command {
  return {
    name: 'serve',
    summary: 'Run the collector: agents report to it, the console and the API answer from it',
    help: `Usage: culprit serve [--port N] [--host ADDRESS]

Runs the collector until Ctrl-C, and prints its address with a link that signs a browser in once.

Options:
  --port N         where it listens (CULPRIT_PORT, else ${defaultPort}; 0 lets the system choose)
  --host ADDRESS   a loopback address (127.0.0.1)

Environment: CULPRIT_HOME is where it keeps its state, CULPRIT_RULES another folder of rules.

Example:
  culprit serve --port 7791
`,
    async run(args, { terminal, env, home, signal }) {
      const { values, positionals } = readOptions('culprit serve', args, {
        port: { type: 'string' },
        host: { type: 'string' },
      });
      none('culprit serve', positionals);
      const host = values.host ?? '127.0.0.1';
      if (host !== 'localhost' && isIP(host) === 0) throw new CollectorError('COLLECTOR_ERR_HOST', [host]);
      // Loaded here: the other commands only ask a collector, and answer sooner without the parts of one.
      const { createCollector } = await import('../collector.ts');
      const collector = createCollector({
        ...{ home, host, log: makeLog() },
        port: portOf(values.port ?? (env.CULPRIT_PORT || String(defaultPort))),
        ...(env.CULPRIT_RULES ? { rulesDir: env.CULPRIT_RULES } : {}),
      });
      const { url, signInLink } = await collector.start();
      terminal.out(`Culprit ${version} listens at ${url}\nSign in (once, within 10 minutes): ${signInLink}\n`);
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      await collector.stop();
      return 0;
    },
  };
}
