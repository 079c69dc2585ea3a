import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { readInventory } from '../environments/inventory.ts';
import { type IntegrityChange, IntegrityWatch, type IntegrityWatchOptions } from './integrity-watch.ts';
import { Verifier } from './verifier.ts';

const log = pino({ level: 'silent' });
let dir = '';
let root = '';
let counter = 0;
let changes: IntegrityChange[] = [];
let watch: IntegrityWatch;
let verifier: Verifier;
let clockMs = 0;

beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-integrity-')));
  verifier = new Verifier();
});
afterAll(async () => {
  await verifier.stop();
  rmSync(dir, { recursive: true, force: true });
});
beforeEach(() => {
  changes = [];
  clockMs = Date.now();
  root = join(dir, `env-${counter++}`, 'site-packages');
  put('shop', '1', { 'shop/__init__.py': 'x = 1\n', 'shop/b.py': '' });
});
afterEach(() => watch.stop());

/** A package as an installer leaves it; what was there of it before is taken away. */
function put(name: string, version: string, files: Record<string, string>): void {
  rmSync(join(root, name), { recursive: true, force: true });
  for (const entry of readdirOrNone(root)) {
    if (entry.startsWith(`${name}-`)) rmSync(join(root, entry), { recursive: true });
  }
  const info = `${name}-${version}.dist-info`;
  const all = { ...files, [`${info}/METADATA`]: `Name: ${name}\nVersion: ${version}\n` };
  const record = Object.entries(all).map(([path, text]) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
    return `${path},sha256=${createHash('sha256').update(text).digest('base64url')},${text.length}\n`;
  });
  writeFileSync(join(root, info, 'RECORD'), `${record.join('')}${info}/RECORD,,\n`);
}

const readdirOrNone = (path: string): string[] => {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
};

function start(extra: Partial<IntegrityWatchOptions> = {}, home = join(dir, `home-${counter++}`)): string {
  const prefix = join(root, '..');
  watch = new IntegrityWatch({
    dir: home,
    verifier,
    environments: () => [
      { path: prefix, prefix, python: '3.11', sitePackages: [root], distributions: readInventory([root]) },
    ],
    onChange: (change) => void changes.push(change),
    log,
    clock: () => clockMs,
    times: { firstMs: 0, fullMs: 1000, lookMs: 500, tickMs: 20, quietMs: 20 },
    ...extra,
  });
  watch.start();
  return home;
}
const told = () =>
  changes.map(({ kind, file, package: of }) => `${kind} ${file.slice(root.length + 1)} of ${of.name} ${of.version}`);
const untilTold = (...expected: string[]) => vi.waitFor(() => expect(told()).toEqual(expected), { timeout: 15_000 });
const untilVerified = () => vi.waitFor(() => expect(watch.status().verifiedMs).toBe(clockMs), { timeout: 15_000 });

it('tells what is not as its RECORD says once, and once more when it is again', async () => {
  appendFileSync(join(root, 'shop/b.py'), '#');
  const home = start();
  await untilTold('changed shop/b.py of shop 1');
  expect(changes[0]).toMatchObject({ type: 'integrity', detail: expect.stringContaining('0 → 1 bytes') });
  clockMs += 2000;
  await untilVerified();
  expect(watch.status().findings).toBe(1);
  await watch.stop();
  start({}, home);
  clockMs += 2000;
  await untilVerified();
  writeFileSync(join(root, 'shop/b.py'), '');
  clockMs += 2000;
  await untilTold('changed shop/b.py of shop 1', 'restored shop/b.py of shop 1');
  expect(watch.status().findings).toBe(0);
});

it('sees between two whole verifications what was touched', async () => {
  start({ times: { firstMs: 0, fullMs: 1e9, lookMs: 500, tickMs: 20 } });
  await untilVerified();
  appendFileSync(join(root, 'shop/b.py'), '#');
  writeFileSync(join(root, 'shop/late.py'), '');
  clockMs += 600;
  await untilTold('changed shop/b.py of shop 1', 'extra shop/late.py of shop 1');
  rmSync(join(root, 'shop/late.py'));
  clockMs += 600;
  // What was changed and not touched since is still changed.
  await untilTold(...told(), 'restored shop/late.py of shop 1');
  expect(watch.status().findings).toBe(1);
});

it('verifies a package that changed, and forgets what was wrong with the version before', async () => {
  start({ times: { firstMs: 1e9, tickMs: 20, quietMs: 20 } });
  appendFileSync(join(root, 'shop/b.py'), '#');
  watch.packageChanged(join(root, '..'), 'shop');
  await untilTold('changed shop/b.py of shop 1');
  put('shop', '2', { 'shop/__init__.py': '' });
  watch.packageChanged(join(root, '..'), 'shop');
  await vi.waitFor(() => expect(watch.status().findings).toBe(0), { timeout: 15_000 });
  expect(told()).toHaveLength(1);
});

it('tells the first files of a package that is gone, and how many more', async () => {
  const files = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`many/m${i}.py`, '']));
  put('many', '1', files);
  rmSync(join(root, 'many'), { recursive: true });
  start();
  await vi.waitFor(() => expect(changes).toHaveLength(16), { timeout: 15_000 });
  expect(changes.at(-1)?.detail).toMatch(/; and 84 more files$/);
  expect(watch.status().findings).toBe(100);
});

it('has a changed source reviewed, and tells it without where that fails', async () => {
  appendFileSync(join(root, 'shop/b.py'), '#');
  const review = { outcome: 'compared' as const, newKinds: ['network'], findings: [] };
  start({ review: async () => review });
  await untilTold('changed shop/b.py of shop 1');
  expect(changes[0]?.review).toEqual(review);
});

it('goes on after a verification that failed', async () => {
  let isBroken = true;
  const flaky = {
    verify: (job: Parameters<Verifier['verify']>[0]) =>
      isBroken ? Promise.reject(new Error('the worker ended')) : verifier.verify(job),
  };
  appendFileSync(join(root, 'shop/b.py'), '#');
  start({ verifier: flaky });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(changes).toEqual([]);
  isBroken = false;
  await untilTold('changed shop/b.py of shop 1');
});
