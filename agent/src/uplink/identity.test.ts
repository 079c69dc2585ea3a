import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { collectorUrl, readIdentity, writeIdentity } from './identity.ts';

function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), 'culprit-identity-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return join(dir, 'identity.json');
}

const identity = { collector: 'http://127.0.0.1:7790', machine: 'm-1', credential: 'secret' };

test('what is written is read, and only its owner can', () => {
  const path = scratch();
  expect(readIdentity(path)).toBeNull();
  writeIdentity(path, identity);
  expect(readIdentity(path)).toEqual(identity);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test.each(['', '{}', '{"collector":"x","machine":"","credential":"the-secret"}', '{"machine":'])(
  'a file that holds %j asks to enrol again, and does not repeat what it holds',
  (text) => {
    const path = scratch();
    writeFileSync(path, text);
    expect(() => readIdentity(path)).toThrow(/identity\.json can't be read as this machine's identity: enrol it again/);
    expect(() => readIdentity(path)).not.toThrow(/the-secret/);
  },
);

test('something else in its place is an error too', () => {
  const path = scratch();
  mkdirSync(path);
  expect(() => readIdentity(path)).toThrow(/enrol it again/);
});

test('an address keeps scheme, host and port', () => {
  expect(collectorUrl('http://127.0.0.1:7790/')).toBe('http://127.0.0.1:7790');
  expect(collectorUrl('https://culprit.example/console?x')).toBe('https://culprit.example');
  for (const wrong of ['', 'culprit.example', 'localhost:7790', 'ftp://x', 'ws://x']) {
    expect(() => collectorUrl(wrong), wrong).toThrow(/is no address of a collector: give it as http/);
  }
});
