import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createPackageIndexes } from './package-indexes.ts';

function scratch(files: Record<string, string>): string {
  const dir = mkdtempSync(join(tmpdir(), 'culprit-index-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
}

const known = (files: Record<string, string>, env: NodeJS.ProcessEnv = {}) => {
  const userHome = scratch(files);
  return createPackageIndexes({ env, userHome, platform: 'linux' });
};

test('from the environment of the agent', () => {
  const indexes = known(
    {},
    { PIP_INDEX_URL: 'https://ann:pw@a.example/simple', UV_INDEX: 'x=https://b.example/ https://c.example' },
  );
  expect(['a.example', 'b.example', 'c.example', 'd.example'].map((host) => indexes.has(host))).toEqual([
    ...[true, true, true, false],
  ]);
});

test("from pip's settings, lists over several lines too", () => {
  const indexes = known({
    '.config/pip/pip.conf': `[global]
index-url = https://a.example/simple
# index-url = https://comment.example
extra-index-url =
    https://b.example/simple
    https://c.example/simple
proxy = https://proxy.example:3128
`,
    '.pip/pip.conf': '[install]\nfind_links: https://d.example/wheels',
  });
  expect(['a', 'b', 'c', 'd', 'comment', 'proxy'].filter((name) => indexes.has(`${name}.example`))).toEqual([
    ...['a', 'b', 'c', 'd'],
  ]);
});

test("from uv's settings", () => {
  const indexes = known({
    '.config/uv/uv.toml': `native-tls = true
index-url = "https://a.example/simple"
extra-index-url = [
  "https://b.example/simple",
  "https://c.example/simple",
]
publish-url = "https://publish.example"
[[index]]
name = "own"
url = "https://d.example/simple"
[other]
url = "https://other.example"
[pip]
index-url = "https://e.example"
`,
  });
  expect(['a', 'b', 'c', 'd', 'e', 'publish', 'other'].filter((name) => indexes.has(`${name}.example`))).toEqual([
    ...['a', 'b', 'c', 'd', 'e'],
  ]);
});

test('from an environment: its own settings, and the default of its pip', () => {
  const indexes = known({});
  const prefix = scratch({
    'pip.conf': '[global]\nindex-url = https://own.example',
    'site/pip/_internal/models/index.py': `
PyPI = PackageIndex(
    "https://index.example/", file_storage_domain="files.example"
)
TestPyPI = PackageIndex("https://test.example/", file_storage_domain="test-files.example")
`,
  });
  indexes.learn({ prefix, basePrefix: '/none', sitePackages: [join(prefix, 'site')] });
  expect(['own', 'index', 'files', 'test'].filter((name) => indexes.has(`${name}.example`))).toEqual([
    ...['own', 'index', 'files'],
  ]);
});

test('the pip of the Python that is here tells its own', () => {
  const prefix = execFileSync('python3', ['-c', 'import sys; print(sys.base_prefix)'], { encoding: 'utf8' }).trim();
  const show = 'from pip._internal.models.index import PyPI; print(PyPI.netloc, PyPI.file_storage_domain)';
  const expected = execFileSync('python3', ['-c', show], { encoding: 'utf8' }).trim().split(' ');
  const indexes = known({});
  // As for an environment that uv made, which has no pip of its own.
  indexes.learn({ prefix: scratch({}), basePrefix: prefix, sitePackages: [] });
  expect(expected.map((host) => indexes.has(host))).toEqual([true, true]);
});

test('settings that change are noticed within a minute', () => {
  const userHome = scratch({});
  let now = 0;
  const indexes = createPackageIndexes({ env: {}, userHome, platform: 'linux', clock: () => now });
  expect(indexes.has('a.example')).toBe(false);
  mkdirSync(join(userHome, '.pip'));
  writeFileSync(join(userHome, '.pip/pip.conf'), '[global]\nindex-url = https://a.example');
  now = 59_000;
  expect(indexes.has('a.example')).toBe(false);
  now = 61_000;
  expect(indexes.has('a.example')).toBe(true);
});
