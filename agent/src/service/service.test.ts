/** Services as they are written, with a stand-in for systemctl and launchctl that notes how it was called. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createService, type ServiceOptions } from './service.ts';
import { systemdUnit } from './systemd-unit.ts';

let dir: string;
let userHome: string;
let home: string;
let bin: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'culprit-service-'));
  [userHome, home, bin] = ['user', 'state', 'bin'].map((name) => join(dir, name)) as [string, string, string];
  for (const each of [userHome, join(home, 'agent'), bin]) mkdirSync(each, { recursive: true });
  return () => rmSync(dir, { recursive: true, force: true });
});

/** Puts a tool on the PATH that notes its arguments, and fails where they have one of these words in them. */
function standIn(tool: string, failing: readonly string[] = []): () => string[] {
  const calls = join(dir, `${tool}.calls`);
  rmSync(calls, { force: true });
  const cases = failing.map((word) => `case "$*" in *${word}*) echo "no ${word} here" >&2; exit 1;; esac`);
  writeFileSync(join(bin, tool), `#!/bin/sh\necho "$*" >> ${calls}\n${cases.join('\n')}\n`);
  chmodSync(join(bin, tool), 0o755);
  return () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : []);
}

const options = (more: Partial<ServiceOptions> = {}): ServiceOptions => ({
  ...{ program: [process.execPath, '/opt/culprit/main.ts', 'run'], version: '1.0.0', home, isForAll: false },
  ...{ env: { PATH: `${bin}:${process.env.PATH}` }, platform: 'linux', userHome, ...more },
});
const unit = 'culprit-agent.service';

describe('systemd', () => {
  const quiet = (calls: string[]) => calls.map((call) => call.replace('--user ', '').replace(' --quiet', ''));

  test('installs once, leaves it alone when asked again, and starts another version anew', () => {
    const first = standIn('systemctl', ['is-active']);
    const service = createService(options());
    expect(service.file).toBe(join(userHome, '.config/systemd/user', unit));
    expect(service.install()).toEqual([
      `The service is written: ${service.file}`,
      expect.stringMatching(/^It runs, and starts by itself from now on \("systemctl --user status/),
    ]);
    const all = ['daemon-reload', `is-active ${unit}`, `enable ${unit}`, `restart ${unit}`];
    expect(quiet(first())).toEqual(all);
    expect(first().every((call) => call.startsWith('--user '))).toBe(true);

    const second = standIn('systemctl');
    expect(createService(options()).install()).toEqual([`The service was there already, and runs: ${service.file}`]);
    expect(quiet(second())).toEqual([`is-active ${unit}`, `enable ${unit}`]);

    const third = standIn('systemctl');
    createService(options({ version: '1.1.0' })).install();
    expect(quiet(third())).toEqual(all);
  });

  test('is taken away with the folders that were made for it, and no others', () => {
    const calls = standIn('systemctl');
    const service = createService(options());
    mkdirSync(join(userHome, '.config'));
    service.install();
    // A second installation doesn't forget what the first one made.
    createService(options({ version: '1.1.0' })).install();
    expect(service.stop()).toEqual(['The service is stopped.']);
    expect(service.remove()).toEqual([`Removed: ${service.file}`]);
    expect(quiet(calls()).slice(-3)).toEqual([`cat ${unit}`, `disable --now ${unit}`, 'daemon-reload']);
    expect([existsSync(join(userHome, '.config/systemd')), existsSync(join(userHome, '.config'))]).toEqual([
      false,
      true,
    ]);
    expect(existsSync(join(home, 'agent/service.json'))).toBe(false);
    standIn('systemctl', ['cat']);
    expect([service.stop(), service.remove()]).toEqual([[], []]);
  });

  test('a folder that others use by now stays', () => {
    standIn('systemctl');
    const service = createService(options());
    service.install();
    writeFileSync(join(userHome, '.config/systemd/user/other.service'), '');
    service.remove();
    expect(existsSync(join(userHome, '.config/systemd/user/other.service'))).toBe(true);
  });

  test('that refuses is quoted, with what goes on without it', () => {
    standIn('systemctl', ['daemon-reload']);
    expect(() => createService(options()).install()).toThrow(
      /^"systemctl --user daemon-reload" failed \(no daemon-reload here\); its unit is .*needs no service\.$/,
    );
    rmSync(join(bin, 'systemctl'));
    expect(() => createService(options({ version: '2', env: { PATH: bin } })).install()).toThrow(/systemctl.*ENOENT/);
  });

  test('has a unit for the whole machine, too', () => {
    const calls = standIn('systemctl');
    const service = createService(options({ isForAll: true, systemDir: join(dir, 'etc') }));
    service.install();
    expect(service.file).toBe(join(dir, 'etc', unit));
    expect(calls()[0]).toBe('daemon-reload');
    expect(readFileSync(service.file, 'utf8')).toMatch(/WantedBy=multi-user\.target/);
  });

  const analyze = spawnSync('systemd-analyze', ['--version']).status === 0;
  test.skipIf(!analyze).each([
    ['a user', false, true],
    ['all users', true, true],
    ['a user, without systemd-notify', false, false],
  ])('systemd-analyze has nothing against the unit of %s', (_, isForAll, canNotify) => {
    const file = join(dir, unit);
    const program = [process.execPath, join(dir, 'a "quoted" 100% $HOME \\ path', 'main.ts'), 'run'];
    const env = { PATH: '/usr/bin', CULPRIT_RULES: '/rules with %h and "quotes"' };
    writeFileSync(file, systemdUnit(options({ isForAll, program, env }), canNotify));
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
    // It says a word on each unit of this machine: only ours is of interest.
    expect(`${stdout}${stderr}`.split('\n').filter((line) => line.includes('culprit'))).toEqual([]);
    expect(status).toBe(0);
  });

  test('a path with a line end is refused: it would be a line of the unit', () => {
    const program = ['/bin/node\nExecStartPre=/bin/evil'];
    expect(() => systemdUnit(options({ program }), true)).toThrow(/control character/);
  });
});

describe('launchd', () => {
  const launchd = (more: Partial<ServiceOptions> = {}) => options({ platform: 'darwin', ...more });

  test('has a property list that Apple and Python read the same way', () => {
    standIn('launchctl', ['print']);
    const program = ['/a & b/<node>', '/opt/culprit/main.ts', 'run'];
    const service = createService(launchd({ program }));
    expect(service.install()[0]).toBe(`The service is written: ${service.file}`);
    const read = 'import json, plistlib, sys; print(json.dumps(plistlib.load(open(sys.argv[1], "rb"))))';
    expect(JSON.parse(execFileSync('python3', ['-c', read, service.file], { encoding: 'utf8' }))).toMatchObject({
      ...{ Label: 'dev.culprit.agent', ProgramArguments: program, RunAtLoad: true },
      ...{ KeepAlive: { SuccessfulExit: false }, EnvironmentVariables: { CULPRIT_HOME: home } },
    });
  });

  test('starts what is new, leaves alone what runs, and takes it away', () => {
    const first = standIn('launchctl', ['print']);
    const service = createService(launchd());
    service.install();
    expect(first().map((call) => call.split(' ')[0])).toEqual(['print', 'bootstrap']);
    const second = standIn('launchctl');
    createService(launchd()).install();
    createService(launchd({ version: '1.1.0' })).install();
    service.stop();
    service.remove();
    expect(second().map((call) => call.split(' ')[0])).toEqual([
      ...['print', 'print', 'bootout', 'bootstrap', 'print', 'bootout'],
    ]);
    expect(existsSync(join(userHome, 'Library'))).toBe(false);
  });
});

test('where there is no service yet, the sentence says what to do', () => {
  expect(() => createService(options({ platform: 'win32' }))).toThrow(/no service on win32 yet: let the system run/);
});
