import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AgentError } from './errors.ts';
import { agentHome, culpritHome, makeAgentHome } from './home.ts';

function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), 'culprit-home-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('where the home is', () => {
  const linux = { platform: 'linux', userHome: '/home/ann' } as const;

  test('CULPRIT_HOME wins, made absolute', () => {
    expect(culpritHome({ ...linux, env: { CULPRIT_HOME: '/srv/culprit' } })).toBe('/srv/culprit');
    expect(culpritHome({ ...linux, env: { CULPRIT_HOME: 'state' } })).toBe(join(process.cwd(), 'state'));
  });

  test('each platform has its own folder', () => {
    expect(culpritHome({ ...linux, env: {} })).toBe('/home/ann/.local/share/culprit');
    expect(culpritHome({ ...linux, env: { XDG_DATA_HOME: '/data' } })).toBe('/data/culprit');
    expect(culpritHome({ env: {}, platform: 'darwin', userHome: '/Users/ann' })).toBe(
      '/Users/ann/Library/Application Support/Culprit',
    );
    const windows = { platform: 'win32', userHome: 'C:/Users/ann' } as const;
    expect(culpritHome({ ...windows, env: { LOCALAPPDATA: 'C:/Local' } })).toBe('C:/Local/Culprit');
  });

  test('a relative XDG_DATA_HOME is ignored, as its specification says', () => {
    expect(culpritHome({ ...linux, env: { XDG_DATA_HOME: 'data' } })).toBe('/home/ann/.local/share/culprit');
  });
});

test('the folders are made, and closed to everyone else even where they were open', () => {
  const home = agentHome(join(scratch(), 'culprit'));
  mkdirSync(home.runDir, { recursive: true });
  chmodSync(home.runDir, 0o755);
  makeAgentHome(home);
  expect([home.dir, home.runDir, home.spoolDir].map(modeOf)).toEqual([0o700, 0o700, 0o700]);
});

test('a home that cannot be made is one sentence that names the path and CULPRIT_HOME', () => {
  const file = join(scratch(), 'file');
  writeFileSync(file, '');
  const make = (): void => makeAgentHome(agentHome(join(file, 'home')));
  expect(make).toThrow(AgentError);
  expect(make).toThrow(/The folder .*file\/home\/agent can't be written .*CULPRIT_HOME\.$/);
});

test('a home too deep for a socket is refused before anything is made', () => {
  const root = join(scratch(), 'x'.repeat(100));
  expect(() => makeAgentHome(agentHome(root))).toThrow(/bytes, more than 100; set CULPRIT_HOME/);
  expect(() => statSync(root)).toThrow('ENOENT');
});
