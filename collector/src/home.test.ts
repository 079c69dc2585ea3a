import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { culpritHome, openHome } from './home.ts';

const scratch = (): string => mkdtempSync(join(tmpdir(), 'culprit-home-'));

test('CULPRIT_HOME wins; without it each platform has its own place', () => {
  const homeDir = '/home/ann';
  expect(culpritHome({ env: { CULPRIT_HOME: '/x/y' }, platform: 'linux', homeDir })).toBe('/x/y');
  expect(culpritHome({ env: {}, platform: 'linux', homeDir })).toBe('/home/ann/.local/share/culprit');
  expect(culpritHome({ env: { XDG_DATA_HOME: '/d' }, platform: 'linux', homeDir })).toBe('/d/culprit');
  expect(culpritHome({ env: {}, platform: 'darwin', homeDir })).toBe('/home/ann/Library/Application Support/Culprit');
});

test('the folders are made for their owner only', () => {
  const home = join(scratch(), 'new');
  const { dir } = openHome(home);
  expect(statSync(home).mode & 0o777).toBe(0o700);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
});

test('a home that cannot be made is one sentence which names it and CULPRIT_HOME', () => {
  const file = join(scratch(), 'file');
  writeFileSync(file, '');
  expect(() => openHome(join(file, 'home'))).toThrow(/file\/home can't be used \(.+\).*CULPRIT_HOME/);
});
