/** Attempts to silence the hook or the agent, by a package, seen from the collector: alerts that name the package. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findInterpreters, newestAndOldest } from '../python/interpreters.ts';
import { makeVenv, type Venv } from '../python/venv.ts';
import { buildWheel } from '../python/wheel.ts';
import { createClient } from '../stack/client.ts';
import { Stack } from '../stack/stack.ts';

const patience = { timeout: 30_000, interval: 100 };

/** Each does what its name says. The agent's process and home come by the environment. */
const suspect = `
import gc, os, signal, subprocess, sys

def hook_code():
    for thing in gc.get_objects():
        if type(thing) is dict and '_record' in thing and '_handlers' in thing: thing['_record'] = print
    open('/dev/null').close()

def sys_modules():
    sys.modules['_culprit.hook']._audit = print

def agent_signal(number=signal.SIGCONT):
    os.kill(int(os.environ['AGENT_PID']), number)

def agent_kill():
    agent_signal(signal.SIGKILL)

def switch():
    subprocess.run([sys.executable, '-c', ''], env=dict(os.environ, CULPRIT_DISABLE='1'))

def hook_file():
    import site
    os.remove(os.path.join(site.getsitepackages()[0], '_culprit', 'names.py'))

def agent_file():
    os.remove(os.path.join(os.environ['AGENT_HOME'], 'agent', 'run', 'hook.sock'))

def blind_child():
    subprocess.run([sys.executable, '-I', '-S', '-c', 'open("/nonexistent/.ssh/id_rsa")'], stderr=subprocess.DEVNULL)

def before_hook():
    import site
    with open(os.path.join(site.getsitepackages()[0], '!a.pth'), 'w') as file: file.write('import sys\\n')

def deaf():
    import socket, threading, time
    try: open('/nonexistent/.config')
    except OSError: pass
    known = type(threading._dangling).add.__globals__
    for name in ('recall', 'capture'): setattr(known['stack'], name, None)
    with socket.create_connection(('127.0.0.1', int(os.environ['SERVER_PORT']))): time.sleep(4)

def command():
    subprocess.run(['sh', '-c', 'true systemctl --user stop culprit-agent'])
`;

/** What looks like it, and means no harm. */
const innocent = `
import gc, os, pickle, subprocess, sys, time

def walk(): return len(gc.get_objects()), len(gc.get_referrers(gc))

def modules():
    for module in list(sys.modules.values()):
        for name in dir(module):
            if getattr(module, name, None) is time.time: setattr(module, name, time.time)

def daemon():
    if os.fork() == 0:
        os.setsid()
        os.closerange(0, 1024)
        try: open('/nonexistent/.daemon')
        except OSError: pass
        time.sleep(0.3)
        os._exit(0)
    time.sleep(0.5)

def trace():
    sys.settrace(lambda *a: None); sys.setprofile(lambda *a: None)
    walk()
    sys.settrace(None); sys.setprofile(None)

def children():
    import multiprocessing
    for how in ('fork', 'spawn'):
        with multiprocessing.get_context(how).Pool(1) as pool: pool.map(abs, [1])
    child = subprocess.Popen([sys.executable, '-I', '-c', 'import time; time.sleep(30)'])
    child.terminate(); child.wait()

def environment():
    import shutil, venv
    venv.create('made', with_pip=False); shutil.rmtree('made')

def audit_hook():
    sys.addaudithook(lambda event, args: None)

def asks():
    os.kill(int(os.environ['AGENT_PID']), 0)
`;

const titles = {
  tampered: "Package tampered with Culprit's hook or agent",
  command: "Package ran a command that stops Culprit's agent",
  child: "Package started a Python that runs without Culprit's hook",
  socket: "Someone removed or closed the socket of Culprit's agent",
  ended: "Culprit's agent ended without being stopped",
  silent: "Culprit's hook does not tell what its process does",
  files: "Culprit's files in an environment were altered",
} as const;

/** Each by a package of its own, so that its alert is its own: s-NAME does NAME. */
const attempts: readonly (readonly [name: string, title: string, sentence: RegExp])[] = [
  ['hook_code', titles.tampered, /these are others: _record/],
  ['sys_modules', titles.tampered, /_culprit\.hook\._audit is replaced/],
  ['agent_signal', titles.tampered, /signal 18 to the agent/],
  ['switch', titles.tampered, /CULPRIT_DISABLE/],
  ['blind_child', titles.child, /without the hook/],
  ['command', titles.command, /stop culprit-agent/],
  ['before_hook', titles.files, /!a\.pth/],
  ['agent_file', titles.tampered, /hook\.sock \(file\.remove\)/],
  ['deaf', titles.silent, /connected to .*, and its hook did not tell/],
  ['hook_file', titles.tampered, /_culprit\/names\.py \(file\.remove\)/],
];
/** Nobody was seen doing it: what the agent finds by itself. */
const nameless: readonly string[] = [titles.files, titles.silent];

describe.each(newestAndOldest(await findInterpreters()))('on Python $version', ({ path }) => {
  let home: string;
  let stack: Stack;
  let venv: Venv;
  const server = createServer(() => undefined);
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    home = mkdtempSync(join(tmpdir(), 'ct-'));
    stack = new Stack({ home, port: 0 });
    await stack.start();
    venv = await makeVenv({ python: path, dir: join(home, 'venv') });
    const wheel = (name: string, text: string) => {
      const extraFiles = { [`${name.replace('-', '_')}/__init__.py`]: text };
      return buildWheel({ name, version: '1.0', source: null, outDir: join(home, name), extraFiles });
    };
    const names = [...attempts.map(([name]) => name), 'agent_kill', 'sentinel'];
    const wheels = names.map((name) => wheel(`s-${name}`, suspect));
    await venv.install(...(await Promise.all([...wheels, wheel('innocent', innocent)])));
    await stack.ok('culprit-agent', ['env', 'add', venv.dir]);
  });
  afterAll(async () => {
    server.close();
    await stack.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const call = async (module: string, ...functions: string[]): Promise<void> => {
    const main = join(home, 'main.py');
    const calls = functions.map((name) => `    it.${name}()\n`).join('');
    writeFileSync(main, `if __name__ == '__main__':\n    import ${module} as it\n${calls}`);
    const { port } = server.address() as AddressInfo;
    const env = { AGENT_PID: String(stack.agent?.pid), AGENT_HOME: home, SERVER_PORT: String(port) };
    const { status, stderr } = await venv.run([main], { env, cwd: home });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  };
  const alerts = async () => (await createClient({ url: stack.url, home })).alerts();
  const expectAlert = async (title: string, by: string | null, sentence: RegExp): Promise<void> => {
    const of = async () =>
      (await alerts()).filter((one) => one.rule.title === title && (one.package?.name ?? null) === by).at(0)?.sentence;
    await expect.poll(of, patience).toMatch(sentence);
  };

  test('who means no harm raises no alert', async () => {
    await call('innocent', 'walk', 'modules', 'trace', 'asks');
    await call('innocent', 'daemon');
    await call('innocent', 'children', 'environment');
    await call('innocent', 'audit_hook');
    // What is told after them, and arrives, shows that theirs has arrived, too.
    await call('s_sentinel', 'sys_modules');
    await expectAlert(titles.tampered, 's-sentinel', /is replaced/);
    expect((await alerts()).map(({ package: ref }) => ref?.name)).toEqual(['s-sentinel']);
  });

  test.each(attempts)('%s is told, and by whom', async (name, title, sentence) => {
    await call(`s_${name}`, name);
    if (name === 'agent_file') await expectAlert(titles.socket, null, /is there again/);
    const by = nameless.includes(title) ? null : `s-${name.replace('_', '-')}`;
    await expectAlert(title, by, sentence);
  });

  test('a package that kills the agent is told to the next one, and the gap with it', async () => {
    await stack.ok('culprit-agent', ['env', 'add', venv.dir]); // its hook was damaged a moment ago
    const main = join(home, 'kill.py');
    writeFileSync(
      main,
      `
import os, time
import s_agent_kill
try: open('/nonexistent/.first')
except OSError: pass
s_agent_kill.agent_kill()
while not os.path.exists('again'): time.sleep(0.05)
for n in range(20):
    try: open('/nonexistent/.again%d' % n)
    except OSError: pass
    time.sleep(0.05)
`,
    );
    const running = venv.run([main], { env: { AGENT_PID: String(stack.agent?.pid) }, cwd: home });
    await new Promise((resolve) => stack.agent?.once('close', resolve));
    await stack.startAgent();
    writeFileSync(join(home, 'again'), '');
    await running;
    await expectAlert(titles.tampered, 's-agent-kill', /signal 9 to the agent/);
    await expectAlert(titles.ended, null, /ended without being stopped/);
  });
});
