#!/usr/bin/env node
/** The entry: the only file that knows the process (arguments, environment, streams, signals, exit). */
import { pino } from 'pino';
import { runCli } from './commands/cli.ts';
import { agentHome, culpritHome } from './home.ts';

/** After a signal everything has so long to stop; then it ends all the same. */
const stopWithinMs = 1_900;

const { argv, env, stdout, stderr } = process;

// Who reads no further (| head) wants no more of it, and no complaint.
stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
stderr.on('error', () => undefined);

const abort = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    if (abort.signal.aborted) process.exit(1);
    abort.abort();
    setTimeout(() => process.exit(1), stopWithinMs).unref();
  });
}

/** For a person in words, for anything else as JSON; on stderr, so that stdout holds only what was asked for. */
async function makeLog() {
  if (argv[2] !== 'run') return pino({ level: 'silent' });
  if (!stderr.isTTY) return pino({ name: 'culprit-agent' }, pino.destination({ dest: 2, sync: true }));
  const { default: pretty } = await import('pino-pretty');
  const colorize = !env.NO_COLOR && env.TERM !== 'dumb';
  const options = { destination: 2, sync: true, singleLine: true, colorize, translateTime: 'SYS:HH:MM:ss' };
  return pino({ base: null }, pretty(options));
}

// Not exit(): what was written must reach its reader, however slow.
process.exitCode = await runCli(argv.slice(2), {
  out: (text) => stdout.write(text),
  err: (text) => stderr.write(text),
  progress: (line) => stderr.isTTY && stderr.write(`\r\x1b[K${line}`),
  env,
  home: agentHome(culpritHome({ env })),
  log: await makeLog(),
  signal: abort.signal,
});
