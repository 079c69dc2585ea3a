/** Installing and taking away, in a throw-away home, with a stand-in for systemctl that notes how it was called. */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pino from 'pino';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { cleanEnv } from '../../../test/python/clean-env.ts';
import { createEvents } from '../events.ts';
import { Spool } from '../spool/spool.ts';

const entry = join(import.meta.dirname, '../main.ts');
const soon = { timeout: 20_000, interval: 50 };
let dir: string;
let user: string;
let calls: string;
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'cu-')));
  [user, calls] = [join(dir, 'user'), join(dir, 'calls')];
  for (const each of ['bin', 'user/.local/share', 'user/code']) mkdirSync(join(dir, each), { recursive: true });
  writeFileSync(join(dir, 'bin/systemctl'), `#!/bin/sh\necho "$*" >> ${calls}\n`);
  chmodSync(join(dir, 'bin/systemctl'), 0o755);
  return () => rmSync(dir, { recursive: true, force: true });
});

function start(args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const env = { ...cleanEnv(), HOME: user, PATH: `${dir}/bin:${process.env.PATH}`, ...more };
  const child = spawn(process.execPath, [entry, ...args], { env });
  onTestFinished(() => void child.kill('SIGKILL'));
  const done = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]).then(
    ([out, err, [status]]) => ({ out, err, status: status as number | null }),
  );
  return { child, done };
}
const run = (args: readonly string[], more: NodeJS.ProcessEnv = {}) => start(args, more).done;

/** Every path below a folder, with what it is and what is in it. */
function treeOf(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => {
      const stats = lstatSync(join(root, name));
      if (stats.isSymbolicLink()) return `${name} → ${readlinkSync(join(root, name))}`;
      if (!stats.isFile()) return `${name} ${stats.mode}`;
      return `${name} ${stats.mode} ${createHash('sha256')
        .update(readFileSync(join(root, name)))
        .digest('hex')}`;
    })
    .sort();
}

test.runIf(process.platform === 'linux')(
  'what install and env add did, uninstall --purge undoes byte for byte',
  async () => {
    const venv = join(user, 'code/.venv');
    execFileSync('python3', ['-m', 'venv', '--without-pip', venv]);
    const before = treeOf(user);
    const installed = await run(['install']);
    expect(installed).toMatchObject({ status: 0, err: '' });
    expect(installed.out).toMatch(
      /policy is written: .*policy\.yaml \(cover: all\)\nThe service is written: .*\nIt runs/,
    );
    const unit = readFileSync(join(user, '.config/systemd/user/culprit-agent.service'), 'utf8');
    expect(unit).toContain(`ExecStart="${process.execPath}" "${entry}" "run"`);
    expect(unit).toContain(`Environment="CULPRIT_HOME=${join(user, '.local/share/culprit')}"`);
    expect((await run(['env', 'add', venv])).status).toBe(0);
    expect(treeOf(venv)).not.toEqual(before.filter((line) => line.startsWith('code/.venv/')));

    const again = await run(['install']);
    expect(again).toMatchObject({ status: 0, out: expect.stringMatching(/^The service was there already, and runs/) });

    const removed = await run(['uninstall', '--purge']);
    expect(removed).toMatchObject({ status: 0, err: '' });
    expect(removed.out).toMatch(/^The service is stopped\.\nThe hook is out of .*\.venv\.\nRemoved: .*\.service\n$/);
    expect(treeOf(user)).toEqual(before);
    expect(readFileSync(calls, 'utf8')).toMatch(
      /--user disable --now --quiet culprit-agent\.service\n--user daemon-reload\n$/,
    );
    expect(await run(['uninstall', '--purge'])).toMatchObject({ status: 0, err: '' });
  },
);

test.runIf(process.platform === 'linux')(
  'an update over an older one, and uninstall without --purge, keep what waits',
  async () => {
    expect((await run(['install', '--cover', 'listed'])).status).toBe(0);
    const spoolDir = join(user, '.local/share/culprit/agent/spool');
    const spool = new Spool({ dir: spoolDir, events: createEvents({ log: pino({ level: 'silent' }) }) });
    spool.start();
    await spool.append({ activities: [], lost: 7 });
    await spool.stop();
    const kept = treeOf(spoolDir);
    const file = join(user, '.config/systemd/user/culprit-agent.service');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/X-Culprit-Version=.*/, 'X-Culprit-Version=0.0.1'));
    expect((await run(['install'])).out).toMatch(/^The service is written/);
    expect(readFileSync(calls, 'utf8')).toMatch(/--user restart culprit-agent\.service\n$/);
    const policy = readFileSync(join(spoolDir, '../policy.yaml'), 'utf8');
    expect(policy).toMatch(/cover: listed/);
    expect((await run(['uninstall'])).out).toMatch(/Kept: .*culprit\/agent\n$/);
    expect(treeOf(spoolDir)).toEqual(kept);
  },
);

test('uninstall leaves what it must not touch to its owner: an agent that runs by hand', async () => {
  const agent = start(['run']);
  await vi.waitFor(async () => expect((await run(['status'])).status).toBe(0), soon);
  const refused = await run(['uninstall', '--purge']);
  expect(refused).toMatchObject({ status: 1, err: expect.stringMatching(/Another agent already runs on .*; stop it/) });
  agent.child.kill('SIGTERM');
  await agent.done;
});

test.runIf(process.getuid?.() === 0)('an agent for all users opens its socket to them, and nothing else', async () => {
  const home = join(dir, 'all');
  mkdirSync(join(dir, 'etc'));
  chmodSync(dir, 0o755);
  mkdirSync(join(home, 'agent'), { recursive: true });
  writeFileSync(join(home, 'agent/all-users'), '');
  const agent = start(['run'], { CULPRIT_HOME: home });
  await vi.waitFor(async () => expect((await run(['status'], { CULPRIT_HOME: home })).status).toBe(0), soon);
  const modeOf = (path: string) => (statSync(join(home, 'agent', path)).mode & 0o777).toString(8);
  expect(['.', 'open', 'open/hook.sock', 'run', 'run/control.sock', 'spool'].map(modeOf)).toEqual([
    ...['711', '755', '666', '700', '600', '700'],
  ]);
  const others = `
import os, socket, sys
os.setgid(65534); os.setuid(65534)
socket.socket(socket.AF_UNIX).connect(sys.argv[1])
for path in sys.argv[2:]:
    try: open(path).close()
    except PermissionError: continue
    sys.exit(path + " can be read")
`;
  const files = readdirSync(join(home, 'agent'), { withFileTypes: true })
    .filter((each) => each.isFile() && each.name !== 'all-users')
    .map(({ name }) => join(home, 'agent', name));
  expect(files.length).toBeGreaterThan(0);
  execFileSync('python3', ['-c', others, join(home, 'agent/open/hook.sock'), ...files]);
  agent.child.kill('SIGTERM');
  await agent.done;
});
