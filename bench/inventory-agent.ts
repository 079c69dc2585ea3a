/** The room that knows environments, as the agent has it: DIR HOME COUNT. Says what it takes, and ends. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { createEnvironments } from '../agent/src/environments/environments.ts';

export interface Told {
  /** Objects, and what they hold outside of the heap. */
  readonly heapBytes: number;
  /** When all is read, before and after garbage was collected. */
  readonly atStartBytes: number;
  readonly residentBytes: number;
  readonly cpuSeconds: number;
}

const [dir = '', home = '', count = '1'] = process.argv.slice(2);
mkdirSync(home, { recursive: true });
const paths = Array.from({ length: Number(count) }, (_, e) => join(dir, String(e)));
const registered = { environments: paths.map((path) => ({ path, addedMs: 1 })) };
writeFileSync(join(home, 'environments.json'), JSON.stringify(registered));

const environments = createEnvironments({
  dir: home,
  socketPath: join(home, 'hook.sock'),
  log: pino({ level: 'silent' }),
  onChange: () => {},
});
await environments.start();
const isWhole = () =>
  environments.inventories().every(({ packages }) => packages.every(({ factsIfRead }) => factsIfRead));
while (!isWhole()) await wait(50);
// States are written when facts were read; that is part of the work.
await wait(500);
const { user, system } = process.cpuUsage();
const atStartBytes = process.memoryUsage().rss;
// The only collection after which V8 gives back what a busy start made it take.
globalThis.gc?.({ type: 'major', flavor: 'last-resort' });
await wait(100);
const { heapUsed, external, rss } = process.memoryUsage();
const told: Told = {
  heapBytes: heapUsed + external,
  atStartBytes,
  residentBytes: rss,
  cpuSeconds: (user + system) / 1e6,
};
process.stdout.write(JSON.stringify(told));
await environments.stop();
