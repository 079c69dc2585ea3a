/** npm start: a collector and an agent on this machine, until Ctrl-C. */
import { culpritHome } from '../../agent/src/home.ts';
import { Stack, StackFailed } from './stack.ts';

const port = Number(process.env.CULPRIT_PORT ?? 7790);
const stack = new Stack({ home: culpritHome(), port, showLogs: true });

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) process.exit(1); // asked twice: at once
  isStopping = true;
  await stack.stop();
  process.exit(0);
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());

try {
  await stack.start();
  process.stdout.write(`
  Culprit runs on this machine. The console:

    ${await stack.signInLink()}

  (the link works once; another: npx culprit token create --sign-in)
  Next: npx culprit-agent env add PATH-OF-A-VENV    and then: npx culprit who api.telegram.org
  Ctrl-C stops both.

`);
} catch (error) {
  await stack.stop().catch(() => {});
  if (!(error instanceof StackFailed)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
