/** Who tries to silence the hook is told, by the stack of whoever does it; who merely looks like it isn't. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { forms } from './gate.ts';
import { type Lab, openLab } from './run.ts';

describe.each(await forms())('on Python $version, $form', ({ path: python, version, gate }) => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await openLab(undefined, gate);
  });
  afterEach(async () => {
    await lab.close();
  });
  const ran = async (text: string, env: Record<string, string> = {}) => {
    const script = lab.write('program.py', text);
    const run = await lab.hooked(python, [script], env);
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    return { run, script };
  };
  const tampers = () => lab.ear.told.filter(({ operation }) => operation === 'hook.tamper');
  /** The deed that follows an attempt: it must be seen all the same. */
  const deed = "try: open('/nonexistent/.ssh/id_rsa')\nexcept OSError: pass\n";
  const seesDeed = () => lab.expectTold({ operation: 'file.open', target: '/nonexistent/.ssh/id_rsa' });

  test.each([
    ["sys.modules['_culprit.hook']._audit = print", 'hook-code', '_culprit.hook._audit is replaced'],
    ['import _culprit.hook as h; h._record = print', 'hook-code', '_culprit.hook._record is replaced'],
    ["sys.modules['_culprit.hook']._handlers.clear()", 'hook-code', '_culprit.hook._handlers is looked for'],
    ["del sys.modules['_culprit.link'].Link", 'hook-code', '_culprit.link.Link is deleted'],
    [
      'import unittest.mock as m; m.patch("_culprit.hook._audit").start()',
      'hook-code',
      '_culprit.hook._audit is looked for',
    ],
  ])('through its modules: %s', async (attempt, target, other) => {
    const { script } = await ran(`import sys\ntry:\n  ${attempt}\nexcept AttributeError: pass\n${deed}`);
    const told = await lab.expectTold({ operation: 'hook.tamper', target, other });
    expect(told.stack.at(-1)).toMatchObject({ file: script });
    await seesDeed();
  });

  test.each([
    [
      'its modules are taken out of sys.modules',
      "[sys.modules.pop(n) for n in list(sys.modules) if n.startswith('_culprit')]",
    ],
    [
      'it is started once more',
      'del sys._culprit_started\nimport _culprit\ntry: _culprit.start()\nexcept Exception: pass',
    ],
    [
      'its package is loaded once more',
      "sys.modules.pop('_culprit.hook')\nimport importlib\ntry: importlib.import_module('_culprit.hook')._handlers.clear()\nexcept AttributeError: pass",
    ],
    [
      'a hook that raises at every event',
      `
class No(Exception): pass
def no(event, args):
    if event in ('open', 'sys.addaudithook', 'object.__setattr__'): raise No
sys.addaudithook(no)`,
    ],
  ])('changes nothing: %s', async (_name, attempt) => {
    await ran(`import sys\n${attempt}\n${deed.replace('OSError', 'Exception')}`);
    await seesDeed();
  });

  test('a function of it given other code is told before that takes effect', async () => {
    const { script } = await ran(`
import gc
def other(*args): pass
for thing in gc.get_objects():
    if type(thing) is type(other) and thing.__name__ == '_audit': thing.__code__ = other.__code__
`);
    const told = await lab.expectTold({
      operation: 'hook.tamper',
      target: 'hook-code',
      other: '__code__ of _audit is replaced',
    });
    expect(told.stack[0]).toMatchObject({ file: script, function: '<module>', line: 5 });
  });

  test.each([
    ['the handlers of its events', "if type(thing) is dict and 'socket.connect' in thing: thing.clear()", '_handlers'],
    [
      'its functions',
      "if type(thing) is dict and '_record' in thing and '_link' in thing: thing['_record'] = print",
      '_record',
    ],
    [
      'the methods of its classes',
      "if isinstance(thing, type) and thing.__name__ == 'Link': thing.flush = print",
      'flush',
    ],
  ])('what was found among all objects is put back, and told: %s', async (_name, line, part) => {
    const { script } = await ran(`
import gc
def attack():
    for thing in gc.get_objects():
        ${line}
attack()
${deed}`);
    const told = await lab.expectTold({ operation: 'hook.tamper', target: 'hook-code' });
    expect(told.other).toContain(`these are others: ${part}`);
    expect(told.stack[0]).toMatchObject({ file: script, function: 'attack', line: 4 });
    await seesDeed();
  });

  test('a hook of the program beside it', async () => {
    await ran('import sys\nsys.addaudithook(lambda *_: None)');
    await lab.expectTold({ operation: 'hook.tamper', target: 'audit-hook' });
  });

  test('one that was there before and lets no other in', async () => {
    const script = lab.write('program.py', 'print("still here")');
    mkdirSync(join(lab.dir, 'first'));
    lab.write(
      join('first', 'sitecustomize.py'),
      `
import sys
def no(event, args):
    if event == 'sys.addaudithook': raise RuntimeError
sys.addaudithook(no)
import os
sys.path.remove(os.path.dirname(__file__)); del sys.modules['sitecustomize']
import sitecustomize
`,
    );
    const run = await lab.hooked(python, [script], { PYTHONPATH: `${join(lab.dir, 'first')}:${lab.site}` });
    expect(run).toMatchObject({ status: 0, stdout: 'still here\n', stderr: '' });
    await lab.expectTold({ operation: 'hook.tamper', target: 'kept-out' });
  });

  test('its descriptor is closed: it connects again, and says so', async () => {
    await ran(`
import os
${deed}os.closerange(3, 1024)
try: open('/nonexistent/.ssh/id_ed25519')
except OSError: pass
`);
    await lab.expectTold({ operation: 'hook.tamper', target: 'descriptor' });
    await lab.expectTold({ operation: 'file.open', target: '/nonexistent/.ssh/id_ed25519' });
    expect(tampers()).toHaveLength(1);
  });

  test('what is done where the stack leaves the hook no room is counted as lost', async () => {
    await ran(`
import os
def deeper():
    try: deeper()
    except RecursionError: pass
    try: os.open('/nonexistent/.ssh/id_rsa', 0)
    except (OSError, RecursionError): pass
deeper()
open('.after', 'w').close()
`);
    await lab.expectTold({ operation: 'file.open', target: join(lab.dir, '.after') });
    // On 3.8 the program gets the error, and nothing is done.
    if (!version.startsWith('3.8.')) await expect.poll(() => lab.ear.lost()).toBeGreaterThan(0);
  });

  test('a signal to the agent, but not to ask for it', async () => {
    const { script } = await ran(`
import os, signal
${deed}
os.kill(${process.pid}, 0)
os.kill(os.getpid(), 0)
def attack(): os.kill(${process.pid}, signal.SIGCONT)
attack()
`);
    const told = await lab.expectTold({ operation: 'hook.tamper', target: 'agent-signal' });
    expect(told.stack[0]).toMatchObject({ file: script, function: 'attack' });
    expect(tampers()).toHaveLength(1);
  });

  test('the switch, for the programs that it starts', async () => {
    await ran(`
import os, subprocess, sys
subprocess.run([sys.executable, '-c', ''], env={**os.environ, 'CULPRIT_DISABLE': '1'})
os.environ['CULPRIT_DISABLE'] = '1'
os.spawnve(os.P_WAIT, sys.executable, [sys.executable, '-c', ''], {b'CULPRIT_DISABLE': b'1'})
`);
    await lab.expectTold({
      operation: 'hook.tamper',
      target: 'CULPRIT_DISABLE',
      other: 'switches the hook off in a program that it starts',
    });
    await lab.expectTold({
      operation: 'hook.tamper',
      target: 'CULPRIT_DISABLE',
      other: 'switches the hook off in what this process starts',
    });
    await lab.expectTold({
      operation: 'hook.tamper',
      target: 'CULPRIT_DISABLE',
      other: 'switched off by its environment',
    });
  });

  test.each([
    [
      'looking at all objects',
      'import gc\nfor _ in range(3): print(len(gc.get_objects()) > 0, len(gc.get_referrers(gc)) > 0)\nopen("x", "w").close()',
    ],
    [
      'going through all modules',
      `
import gc, inspect, pickle, sys, time, warnings
warnings.simplefilter('ignore')
for module in list(sys.modules.values()):
    for name in dir(module):
        if getattr(module, name, None) is time.time: setattr(module, name, lambda: 1.0)
    getattr(module, 'anything', None), getattr(module, '__file__', None), getattr(module, '__warningregistry__', None)
    inspect.getmodule(print); inspect.getmembers(module)
class A: pass
def f(): pass
f.__module__ = None; f.__qualname__ = f.__name__ = 'f'
try: pickle.dumps(f)
except Exception: pass`,
    ],
    [
      'sys.modules put back as it was',
      'import sys\nbefore = dict(sys.modules)\nimport colorsys\nsys.modules.clear(); sys.modules.update(before)',
    ],
    [
      'a debugger and a profiler',
      'import sys\nsys.settrace(lambda *a: None)\nsys.setprofile(lambda *a: None)\nopen("x", "w").close()\nsys.settrace(None); sys.setprofile(None)',
    ],
    [
      'functions that are given other code',
      'def f(): pass\ndef g(): pass\nf.__code__ = g.__code__; f.__defaults__ = ()',
    ],
    [
      'multiprocessing',
      `
import multiprocessing, os
if __name__ == '__main__':
    for how in ('fork', 'spawn', 'forkserver'):
        with multiprocessing.get_context(how).Pool(2) as pool: print(pool.map(abs, [-1, 2]))`,
    ],
    [
      'a signal to a child',
      'import os, subprocess, sys\np = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"])\np.terminate(); p.wait()\nos.kill(0, 0)',
    ],
  ])('is told of nobody who means no harm: %s', async (_name, text) => {
    await ran(`${text}\n${deed}`);
    await seesDeed();
    expect(tampers()).toEqual([]);
  });
});
