import { createAgent } from '../agent.ts';
import { createNotifier } from '../service/notify.ts';
import { collectorUrl } from '../uplink/identity.ts';
import { type Command, readArguments } from './command.ts';

export const run: Command = {
  name: 'run',
  summary: 'Run the agent in the foreground',
  help: `Usage: culprit-agent run [--collector URL]

Runs the agent until Ctrl-C: hears the hooks in this machine's Python environments, watches their packages, and reports
to the collector that this machine is enrolled with. Until it is, what it hears is kept.

Options:
  --collector URL   where the collector is, in place of what the enrolment says

Environment: CULPRIT_HOME is where it keeps its state, CULPRIT_RULES another folder of rules.

Example:
  culprit-agent run
`,
  async run(args, { home, log, env, signal }) {
    const { values } = readArguments('run', args, { collector: { type: 'string' } });
    const end = Promise.withResolvers<unknown>();
    signal.addEventListener('abort', () => end.resolve(undefined), { once: true });
    const agent = createAgent({
      ...{ home, log, env, onTakenOver: end.resolve },
      ...(values.collector === undefined ? {} : { collector: collectorUrl(values.collector) }),
    });
    const notifier = createNotifier(env);
    await agent.start();
    void notifier.ready();
    const reason = signal.aborted ? undefined : await end.promise;
    notifier.stopping();
    await agent.stop();
    if (reason !== undefined) throw reason;
    return 0;
  },
};
