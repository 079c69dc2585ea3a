import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchDir, scratchStore } from '../testing/scratch.ts';
import { newSecret } from './secret.ts';
import { createTokens, readToken, sessionMs, signInTokenMs } from './tokens.ts';

test('a secret is 32 random bytes in base64url', () => {
  expect(newSecret()).toMatch(/^[\w-]{43}$/);
  expect(newSecret()).not.toBe(newSecret());
});

test('a sign-in token is good once, for ten minutes', async () => {
  let now = 0;
  const tokens = createTokens((await scratchStore()).secrets, () => now);
  const first = await tokens.create({ kind: 'sign-in', label: 'ann' });
  expect(first.expiresMs).toBe(signInTokenMs);
  expect(await tokens.redeem(first.token, 'sign-in')).toBe('ann');
  expect(await tokens.redeem(first.token, 'sign-in')).toBe(null);
  const second = await tokens.create({ kind: 'sign-in', label: 'ann' });
  now = signInTokenMs;
  expect(await tokens.redeem(second.token, 'sign-in')).toBe(null);
});

test('an enrolment token is good for as many machines as was said', async () => {
  const tokens = createTokens((await scratchStore()).secrets);
  const { token } = await tokens.create({ kind: 'enrol', label: 'fleet', uses: 2 });
  expect(await tokens.redeem(token, 'enrol')).toBe('fleet');
  expect(await tokens.redeem(token, 'enrol')).toBe('fleet');
  expect(await tokens.redeem(token, 'enrol')).toBe(null);
});

test('API tokens are taken back by their label', async () => {
  const tokens = createTokens((await scratchStore()).secrets);
  const { token } = await tokens.create({ kind: 'api', label: 'ci' });
  expect(await tokens.redeem(token, 'api')).toBe('ci');
  expect(await tokens.revoke('ci')).toBe(1);
  expect(await tokens.redeem(token, 'api')).toBe(null);
});

test('a session lasts twelve hours, or until it is closed', async () => {
  let now = 0;
  const tokens = createTokens((await scratchStore()).secrets, () => now);
  const { secret } = await tokens.openSession('ann');
  now = sessionMs - 1;
  expect(await tokens.session(secret)).toBe('ann');
  await tokens.closeSession(secret);
  expect(await tokens.session(secret)).toBe(null);
});

test("the command line's token file: for its owner only, kept while it is good, else made anew", async () => {
  const { secrets } = await scratchStore();
  const tokens = createTokens(secrets);
  const dir = scratchDir();
  const path = join(dir, 'cli-token');
  await tokens.ensureCliToken(path);
  const first = readFileSync(path, 'utf8');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  chmodSync(path, 0o644);
  await tokens.ensureCliToken(path);
  expect(readFileSync(path, 'utf8')).toBe(first);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  writeFileSync(path, 'something else');
  await tokens.ensureCliToken(path);
  const second = readToken(path) ?? '';
  expect(await tokens.redeem(second, 'api')).toBe('cli');
  expect(await tokens.redeem(first.trim(), 'api')).toBe(null);
  expect(readdirSync(dir)).toEqual(['cli-token']);
});

test('a token file that cannot be written is a sentence', async () => {
  const tokens = createTokens((await scratchStore()).secrets);
  await expect(tokens.ensureCliToken(join(scratchDir(), 'missing', 'cli-token'))).rejects.toThrow(/CULPRIT_HOME/);
});
