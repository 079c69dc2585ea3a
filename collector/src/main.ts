#!/usr/bin/env node
/** The entry: the only file that knows the process (arguments, environment, streams, signals, exit). */
import { homedir } from 'node:os';
import { pino } from 'pino';
import { runCli } from './commands/cli.ts';
import { serveCommand } from './commands/serve.ts';
import type { Terminal } from './commands/terminal.ts';
import { culpritHome } from './home.ts';

/** After a signal everything has so long to close; then it ends all the same. */
const stopWithinMs = 2000;

const { argv, env, stdout, stderr } = process;

const terminal: Terminal = {
  out: (text) => stdout.write(text),
  err: (text) => stderr.write(text),
  isTty: stdout.isTTY,
  columns: stdout.columns || 80,
  hasColour: stdout.isTTY && !env.NO_COLOR && env.TERM !== 'dumb',
};

// Who reads no further (| head) wants no more of it, and no complaint.
stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
stderr.on('error', () => undefined);

const abort = new AbortController();
let signals = 0;
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    signals += 1;
    if (signals > 1) process.exit(1);
    abort.abort();
    setTimeout(() => process.exit(1), stopWithinMs).unref();
  });
}

/** For a person in words, for anything else as JSON; on stderr, so that stdout holds only what was asked for. */
async function prettyOrJson() {
  if (!stderr.isTTY) return pino({ name: 'culprit' }, pino.destination({ dest: 2, sync: true }));
  const { default: pretty } = await import('pino-pretty');
  return pino(
    { base: null },
    pretty({
      destination: 2,
      sync: true,
      singleLine: true,
      colorize: terminal.hasColour,
      translateTime: 'SYS:HH:MM:ss',
    }),
  );
}

const log = argv[2] === 'serve' ? await prettyOrJson() : pino({ level: 'silent' });
const status = await runCli(
  argv.slice(2),
  serveCommand(() => log),
  {
    terminal,
    env,
    home: culpritHome({ env }),
    userHome: homedir(),
    signal: abort.signal,
  },
);
// Not exit(): what was written must reach its reader, however slow.
process.exitCode = status;
