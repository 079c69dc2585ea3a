import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanEnv } from '../../../test/python/clean-env.ts';
import { findInterpreters } from '../../../test/python/interpreters.ts';
import { makeVenv, type Venv } from '../../../test/python/venv.ts';
import { type Environment, inspectEnvironment } from './environment.ts';
import { hookState, installHook, removeHook } from './hook-files.ts';
import { readGate } from './hook-gate.ts';
import { configOf, defaultHookDir, type HookFile, pythonString, readHookSource, sha256 } from './hook-source.ts';

const interpreters = await findInterpreters();
const newest = interpreters[0]?.path ?? '';
const socket = "/home/o'brien \\ \u00fc\u{1f40d}/run/hook.sock";
let dir = '';
let wanted: readonly HookFile[] = [];

/** A hook whose only deed is a mark on sys, and a message that says where the agent listens. */
const standIn = {
  '_culprit/__init__.py': 'import sys\n\n\ndef start():\n    from . import config\n    sys._marked = config.SOCKET\n',
  '_culprit/wire.py': 'X = 1\n',
  '_culprit/config.py': 'SOCKET = "a developer\'s own"\n',
  '_culprit/notes.txt': '',
  'site/culprit.pth': 'import sys; exec("try:\\n import _culprit\\n _culprit.start()\\nexcept Exception:\\n pass")\n',
  'site/culprit.start': '_culprit:start\n',
  'site/sitecustomize.py': 'import _culprit\n',
};

beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-hook-')));
  wanted = readHookSource(sourceFolder('source', standIn), socket);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function sourceFolder(name: string, files: Record<string, string>): string {
  const root = join(dir, name);
  for (const folder of ['_culprit', 'site']) mkdirSync(join(root, folder), { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  return root;
}

let counter = 0;
/** An environment without a Python: enough for what only concerns files. */
function bareEnvironment(): { environment: Environment; root: string } {
  const venv = join(dir, `bare-${counter++}`);
  const root = join(venv, 'lib/python3.11/site-packages');
  mkdirSync(root, { recursive: true });
  writeFileSync(join(venv, 'pyvenv.cfg'), 'version = 3.11.7\n');
  return { environment: inspectEnvironment(venv), root };
}

/** Every file below a folder with its inode and contents. */
function snapshot(root: string): Record<string, string> {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names.map((name) => {
      const stats = lstatSync(join(root, name));
      return [name, stats.isFile() ? `${stats.ino} ${readFileSync(join(root, name), 'utf8')}` : 'folder'];
    }),
  );
}

describe('the source', () => {
  it('is every module but config.py, the generated one, and the start-up files last', () => {
    expect(wanted.map(({ path }) => path)).toEqual([
      '_culprit/__init__.py',
      '_culprit/wire.py',
      '_culprit/config.py',
      'sitecustomize.py',
      'culprit.start',
      '!culprit.pth',
    ]);
    expect(wanted[2]?.bytes.toString()).toBe(configOf(socket));
  });

  it("is there, in this agent's own installation", () => {
    expect(readHookSource(defaultHookDir(), '/s').length).toBeGreaterThan(3);
  });

  it('has the gate of this platform where one was built and is whole, and works without', () => {
    const root = sourceFolder('gated', standIn);
    const gate = join(root, 'gate/dist/linux-x64/_gate.abi3.so');
    mkdirSync(dirname(gate), { recursive: true });
    writeFileSync(gate, 'native code');
    const paths = (platform: string) => readHookSource(root, socket, platform).map(({ path }) => path);
    const config = () => readHookSource(root, socket, 'linux-x64').find(({ path }) => path === '_culprit/config.py');
    const state = (platform: string) => readGate(root, platform).state;
    expect([state('linux-x64'), state('linux-arm64')]).toEqual(['refused', 'absent']);
    expect(paths('linux-x64')).not.toContain('_culprit/_gate.abi3.so');
    const hash = sha256(Buffer.from('native code'));
    writeFileSync(join(root, 'gate/dist/hashes.json'), JSON.stringify({ 'linux-x64': hash, 'darwin-x64': hash }));
    expect(['linux-x64', 'linux-arm64', 'darwin-x64'].map(state)).toEqual(['ready', 'absent', 'refused']);
    expect(paths('linux-x64')).toContain('_culprit/_gate.abi3.so');
    expect(config()?.bytes.toString()).toBe(configOf(socket, true));
    expect(paths('linux-arm64')).not.toContain('_culprit/_gate.abi3.so');
    writeFileSync(gate, 'native cod');
    expect(state('linux-x64')).toBe('refused');
    expect(paths('linux-x64')).not.toContain('_culprit/_gate.abi3.so');
    expect(config()?.bytes.toString()).toBe(configOf(socket, false));
  });

  it('that is missing is told with its folder', () => {
    expect(() => readHookSource(join(dir, 'nowhere'), socket)).toThrow(
      expect.objectContaining({ code: 'AGENT_ERR_HOOK_SOURCE_MISSING' }),
    );
  });

  it.skipIf(newest === '')('names any socket path in a way that Python reads back', () => {
    const strings = [socket, '', "'", '\\', 'C:\\Users\\x', '\n\r\t\0', '\u2028\u0085', '{}%s', '"""'];
    const script = `import ast, json, sys\nprint(json.dumps([ast.literal_eval(t) for t in json.load(sys.stdin)]))`;
    const input = JSON.stringify(strings.map(pythonString));
    expect(JSON.parse(execFileSync(newest, ['-c', script], { input, encoding: 'utf8', env: cleanEnv() }))).toEqual(
      strings,
    );
  });
});

describe('installHook', () => {
  it('writes it once; a second time changes no file', () => {
    const { environment, root } = bareEnvironment();
    expect(hookState(environment, wanted)).toEqual({ state: 'absent' });
    expect(installHook(environment, wanted)).toBe(true);
    expect(hookState(environment, wanted)).toEqual({ state: 'installed' });
    const before = snapshot(root);
    expect(Object.keys(before)).toEqual([
      '!culprit.pth',
      '_culprit',
      '_culprit/__init__.py',
      '_culprit/config.py',
      '_culprit/manifest.json',
      '_culprit/wire.py',
    ]);
    expect(installHook(environment, wanted)).toBe(false);
    expect(snapshot(root)).toEqual(before);
    expect(statSync(join(root, '!culprit.pth')).mode & 0o777).toBe(0o644);
  });

  it('writes a .start file only where .pth files run no code, and takes an earlier one out', () => {
    const { environment, root } = bareEnvironment();
    const future = { ...environment, python: '3.18.0' };
    installHook(future, wanted);
    expect(readFileSync(join(root, 'culprit.start'), 'utf8')).toBe('_culprit:start\n');
    expect(hookState(future, wanted)).toEqual({ state: 'installed' });
    expect(hookState(environment, wanted)).toEqual({ state: 'outdated' });
    expect(removeHook(environment, wanted)).toEqual([]);
    expect(readdirSync(root)).toEqual([]);
    installHook(future, wanted);
    installHook(environment, wanted);
    expect(readdirSync(root).sort()).toEqual(['!culprit.pth', '_culprit']);
  });

  it('repairs what is damaged, and says which files are', () => {
    const { environment, root } = bareEnvironment();
    installHook(environment, wanted);
    writeFileSync(join(root, '!culprit.pth'), 'import evil\n');
    rmSync(join(root, '_culprit/wire.py'));
    expect(hookState(environment, wanted)).toEqual({ state: 'damaged', files: ['!culprit.pth', '_culprit/wire.py'] });
    expect(installHook(environment, wanted)).toBe(true);
    expect(hookState(environment, wanted)).toEqual({ state: 'installed' });
  });

  it('repairs a state without a manifest, with a bad one, and with links or folders in its place', () => {
    const { environment, root } = bareEnvironment();
    mkdirSync(join(dir, 'elsewhere'), { recursive: true });
    symlinkSync(join(dir, 'elsewhere'), join(root, '_culprit'));
    mkdirSync(join(root, '!culprit.pth'));
    expect(hookState(environment, wanted)).toEqual({ state: 'damaged', files: ['_culprit/manifest.json'] });
    installHook(environment, wanted);
    expect(hookState(environment, wanted)).toEqual({ state: 'installed' });
    expect(readdirSync(join(dir, 'elsewhere'))).toEqual([]);
    writeFileSync(join(root, '_culprit/manifest.json'), '{"files": {"_culprit/wire.py": 1}}');
    expect(hookState(environment, wanted)).toMatchObject({ state: 'damaged' });
    installHook(environment, wanted);
    expect(hookState(environment, wanted)).toEqual({ state: 'installed' });
  });

  it('renews an older hook, takes out what it no longer has, and drops stale byte code', () => {
    const { environment, root } = bareEnvironment();
    const older = readHookSource(sourceFolder('older', { ...standIn, '_culprit/old.py': '' }), socket);
    installHook(environment, older);
    mkdirSync(join(root, '_culprit/__pycache__'));
    expect(hookState(environment, wanted)).toEqual({ state: 'outdated' });
    installHook(environment, wanted);
    expect(hookState(environment, wanted)).toEqual({ state: 'installed' });
    expect(existsSync(join(root, '_culprit/old.py'))).toBe(false);
    expect(existsSync(join(root, '_culprit/__pycache__'))).toBe(false);
  });

  it('puts the gate in before the configuration that has it loaded, and takes it out after', () => {
    const { environment, root } = bareEnvironment();
    const source = sourceFolder('with-gate', standIn);
    mkdirSync(join(source, 'gate/dist/linux-x64'), { recursive: true });
    writeFileSync(join(source, 'gate/dist/linux-x64/_gate.abi3.so'), 'native code');
    writeFileSync(
      join(source, 'gate/dist/hashes.json'),
      JSON.stringify({ 'linux-x64': sha256(Buffer.from('native code')) }),
    );
    const gated = readHookSource(source, socket, 'linux-x64');
    const order = gated.map(({ path }) => path);
    expect(order.indexOf('_culprit/_gate.abi3.so')).toBeLessThan(order.indexOf('_culprit/config.py'));
    installHook(environment, gated);
    expect(hookState(environment, gated)).toEqual({ state: 'installed' });
    writeFileSync(join(root, '_culprit/_gate.abi3.so'), 'evil code');
    expect(hookState(environment, gated)).toEqual({ state: 'damaged', files: ['_culprit/_gate.abi3.so'] });
    installHook(environment, wanted);
    expect(existsSync(join(root, '_culprit/_gate.abi3.so'))).toBe(false);
    installHook(environment, gated);
    expect(removeHook(environment, gated)).toEqual([]);
  });

  it('leaves the other end of a hard link as it was', () => {
    const { environment, root } = bareEnvironment();
    installHook(environment, wanted);
    const linked = join(dir, 'hard-linked.py');
    linkSync(join(root, '_culprit/wire.py'), linked);
    const changed = readHookSource(sourceFolder('changed', { ...standIn, '_culprit/wire.py': 'X = 2\n' }), socket);
    installHook(environment, changed);
    expect(readFileSync(linked, 'utf8')).toBe('X = 1\n');
  });

  it.skipIf(process.platform !== 'linux')('says in one sentence that site-packages cannot be written', () => {
    // Root may write anywhere but here.
    const environment = { ...bareEnvironment().environment, sitePackages: ['/proc/self'] };
    expect(() => installHook(environment, wanted)).toThrow(
      expect.objectContaining({ code: 'AGENT_ERR_ENVIRONMENT_UNWRITABLE', message: expect.stringContaining('owner') }),
    );
  });
});

describe('removeHook', () => {
  it('restores the folder byte for byte, byte code included', () => {
    const { environment, root } = bareEnvironment();
    writeFileSync(join(root, 'zzz.pth'), 'import zzz\n');
    const before = snapshot(root);
    installHook(environment, wanted);
    mkdirSync(join(root, '_culprit/__pycache__'));
    writeFileSync(join(root, '_culprit/__pycache__/wire.cpython-311.pyc'), '');
    expect(removeHook(environment, wanted)).toEqual([]);
    expect(snapshot(root)).toEqual(before);
    expect(removeHook(environment, wanted)).toEqual([]);
  });

  it("leaves what isn't the hook's, and tells", () => {
    const { environment, root } = bareEnvironment();
    installHook(environment, wanted);
    writeFileSync(join(root, '_culprit/mine.py'), '');
    expect(removeHook(environment, wanted)).toEqual(['_culprit/mine.py']);
    expect(readdirSync(root, { recursive: true })).toEqual(['_culprit', '_culprit/mine.py']);
  });

  it('never follows a manifest out of its own folder', () => {
    const { environment, root } = bareEnvironment();
    installHook(environment, wanted);
    writeFileSync(join(root, 'precious.py'), '');
    const hostile = { files: { '_culprit/../precious.py': 'a'.repeat(64), 'precious.py': 'a'.repeat(64) } };
    writeFileSync(join(root, '_culprit/manifest.json'), JSON.stringify(hostile));
    expect(removeHook(environment, wanted)).toEqual([]);
    expect(readdirSync(root)).toEqual(['precious.py']);
  });

  it('cleans up a half-done removal and a link in place of the folder', () => {
    const { environment, root } = bareEnvironment();
    installHook(environment, wanted);
    rmSync(join(root, '!culprit.pth'));
    rmSync(join(root, '_culprit/manifest.json'));
    expect(removeHook(environment, wanted)).toEqual([]);
    expect(readdirSync(root)).toEqual([]);
    symlinkSync(dir, join(root, '_culprit'));
    expect(removeHook(environment, wanted)).toEqual([]);
    expect(readdirSync(root)).toEqual([]);
    expect(existsSync(join(dir, 'source'))).toBe(true);
  });
});

describe.skipIf(newest === '')('in a real venv', () => {
  let venv: Venv;
  let environment: Environment;
  const pip = async (...args: string[]): Promise<string> => {
    const { status, stdout, stderr } = await venv.run(['-m', 'pip', '--disable-pip-version-check', ...args]);
    return `${status}\n${stdout}\n${stderr}`;
  };
  beforeAll(async () => {
    venv = await makeVenv({ python: newest, dir: join(dir, 'venv') });
    environment = inspectEnvironment(venv.dir);
  });

  it('leaves pip freeze, pip list and pip check as they were, and comes up at start', async () => {
    const before = [await pip('freeze', '--all'), await pip('list'), await pip('check')];
    installHook(environment, wanted);
    expect([await pip('freeze', '--all'), await pip('list'), await pip('check')]).toEqual(before);
    const asked = await venv.run(['-c', 'import sys; sys.stdout.buffer.write(sys._marked.encode())']);
    expect(asked.stdout).toBe(socket);
  });

  it.skipIf(interpreters.every(({ version }) => Number(version.split('.')[1]) < 15))(
    'comes up by its .start file alone, as it will where .pth files run no code',
    async () => {
      installHook({ ...environment, python: '3.18.0' }, wanted);
      rmSync(join(venv.sitePackages, '!culprit.pth'));
      const asked = await venv.run(['-c', 'import sys; sys.stdout.buffer.write(sys._marked.encode())']);
      expect(asked.stdout).toBe(socket);
    },
  );

  it('is compiled once, for those who may write no byte code', async () => {
    removeHook(environment, wanted);
    installHook(environment, wanted);
    const { stderr } = await venv.run(['-v', '-c', 'pass'], { env: { PYTHONDONTWRITEBYTECODE: '1' } });
    expect(stderr).toMatch(/code object from '[^']*_culprit\/__pycache__\/__init__\.[^']*\.pyc'/);
    expect(stderr).not.toMatch(/code object from [^']*_culprit\/__init__\.py$/m);
  });

  it('never breaks Python, wherever installing or removing was cut off', async () => {
    const isFine = async () =>
      expect(await venv.run(['-c', 'print("fine")'])).toMatchObject({ status: 0, stdout: 'fine\n', stderr: '' });
    // What removing leaves when it ends after the n-th file, with the start-up file still there: the worst case.
    installHook(environment, wanted);
    for (const { path } of wanted.filter((file) => file.path.startsWith('_culprit/'))) {
      rmSync(join(venv.sitePackages, path));
      await isFine();
    }
    rmSync(join(venv.sitePackages, '_culprit'), { recursive: true });
    await isFine();
    installHook(environment, wanted);
    expect(removeHook(environment, wanted)).toEqual([]);
  });
});
