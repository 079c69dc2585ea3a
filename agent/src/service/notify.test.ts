/** What systemd hears, by its own tool, at a real socket of its kind. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createNotifier } from './notify.ts';

const hasTool = spawnSync('systemd-notify', ['--version']).status === 0;
/** Says what arrives; an end of the barrier, a descriptor that comes along, is closed by forgetting it. */
const listener = `
import socket, sys
server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
server.bind(sys.argv[1])
print("listens", flush=True)
while True:
    print(server.recv(4096).decode().replace("\\n", " "), flush=True)
`;

test.skipIf(!hasTool)('systemd hears that the agent is ready, lives, and stops', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'culprit-notify-'));
  const path = join(dir, 'notify');
  const python = spawn('python3', ['-c', listener, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    python.kill();
    rmSync(dir, { recursive: true, force: true });
  });
  const heard: string[] = [];
  const lines = createInterface(python.stdout).on('line', (line) => heard.push(line));
  await once(lines, 'line');
  const watchdog = { WATCHDOG_PID: String(process.pid), WATCHDOG_USEC: '600000' };
  const notifier = createNotifier({ ...process.env, NOTIFY_SOCKET: path, ...watchdog });
  await notifier.ready();
  const soon = { timeout: 10_000, interval: 20 };
  const saying = (what: string) => heard.filter((line) => line.includes(what));
  await vi.waitFor(() => expect(saying('READY=1')).toEqual([expect.stringContaining(`MAINPID=${process.pid}`)]), soon);
  await vi.waitFor(() => expect(saying('WATCHDOG=1').length).toBeGreaterThan(1), soon);
  notifier.stopping();
  await vi.waitFor(() => expect(saying('STOPPING=1')).toHaveLength(1), soon);
});

test('an agent that systemd did not start tells nobody, and starts no tool', async () => {
  const notifier = createNotifier({ PATH: '/nowhere' });
  await notifier.ready();
  notifier.stopping();
  notifier.stopping();
});
