import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changePolicy, readPolicy } from './policy.ts';

let dir = '';
let file = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'culprit-policy-'));
  file = join(dir, 'policy.yaml');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('without a file nothing is covered that nobody named', () => {
  expect(readPolicy(file)).toMatchObject({ cover: 'listed', base: false, homes: 'own', exclude: [], isWritten: false });
});

test('an exclusion holds for what lies below, with ~ for the home folder', () => {
  writeFileSync(file, 'cover: all\nexclude:\n  - ~/old/**\n  - "**/.tox"\n  - /srv/*/venv\n');
  const { excludes } = readPolicy(file);
  expect(excludes(join(homedir(), 'old/shop/.venv'))).toBe('~/old/**');
  expect(excludes('/srv/a/.tox/py311')).toBe('**/.tox');
  expect(excludes('/srv/a/venv')).toBe('/srv/*/venv');
  expect(excludes('/srv/a/b/venv')).toBeNull();
  expect(excludes(join(homedir(), 'new/.venv'))).toBeNull();
  // One person's folder is no other's.
  writeFileSync(file, 'exclude: [/home/nobody-here/**]\n');
  expect(readPolicy(file).excludes(join(homedir(), 'new/.venv'))).toBeNull();
});

test('a mistake is told with its file and line, all of them at once', () => {
  writeFileSync(file, 'cover: everything\n\nexclude:\n  - ~/ok/**\n  - relative/x\nroots: [src]\ncolour: red\n');
  expect(() => readPolicy(file)).toThrow(
    expect.objectContaining({
      code: 'AGENT_ERR_POLICY_INVALID',
      message: [
        `${file}:1: cover: is all, listed or ask`,
        `${file}:6: roots: is no absolute path: write each folder in full`,
        `${file}:5: exclude: the pattern must begin with /, ~/, **/ or *:/, as in ~/old/** or **/.tox/**`,
        `${file}:7: colour: is not known here: remove it, or correct its name`,
      ].join('\n'),
    }),
  );
});

test('a change leaves comments and the rest as they are, and is refused where it has a mistake', () => {
  expect(changePolicy(file, { cover: 'all' })).toMatchObject({ cover: 'all', isWritten: true });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  writeFileSync(file, '# ours\ncover: all # for everyone\nexclude:\n  - ~/old/** # dead\n');
  changePolicy(file, { base: true, cover: 'ask' });
  expect(readFileSync(file, 'utf8')).toBe(
    '# ours\ncover: ask # for everyone\nexclude:\n  - ~/old/** # dead\nbase: true\n',
  );
  const before = readFileSync(file, 'utf8');
  expect(() => changePolicy(file, { exclude: ['nowhere'] })).toThrow(
    expect.objectContaining({ code: 'AGENT_ERR_POLICY_INVALID' }),
  );
  expect(readFileSync(file, 'utf8')).toBe(before);
});
