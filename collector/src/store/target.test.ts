import { expect, test } from 'vitest';
import { addressBytes, networkRange } from './address.ts';
import { parseTarget } from './target.ts';

const targetOf = (text: string): unknown => {
  const parsed = parseTarget(text);
  return parsed.ok ? parsed.target : parsed.mend;
};

test('a host is taken in lower case, without a final dot, and *. means what it means anyway', () => {
  const telegram = { kind: 'host', host: 'api.telegram.org' };
  for (const text of ['api.telegram.org', 'API.Telegram.org.', '*.api.telegram.org', ' api.telegram.org ']) {
    expect(targetOf(text)).toEqual(telegram);
  }
  expect(targetOf('classroom.google.com')).toMatchObject({ kind: 'host' });
  expect(targetOf('localhost')).toEqual({ kind: 'host', host: 'localhost' });
  expect(targetOf('bücher.example')).toEqual({ kind: 'host', host: 'xn--bcher-kva.example' });
});

test('addresses of both families, in brackets or not, and networks', () => {
  expect(targetOf('10.0.0.7')).toMatchObject({ kind: 'addresses' });
  expect(targetOf('[2001:db8::1]')).toEqual(targetOf('2001:db8::1'));
  expect(targetOf('::ffff:10.0.0.7')).toEqual(targetOf('10.0.0.7'));
  expect(networkRange('10.1.2.3/16')).toEqual({ first: addressBytes('10.1.0.0'), last: addressBytes('10.1.255.255') });
  expect(networkRange('2001:db8::/33')?.last).toEqual(addressBytes('2001:db8:7fff:ffff:ffff:ffff:ffff:ffff'));
  expect(networkRange('0.0.0.0/0')?.first).toEqual(addressBytes('0.0.0.0'));
});

test('an IPv6 address is the same in all its spellings', () => {
  const loopback = addressBytes('::1');
  expect(addressBytes('0:0:0:0:0:0:0:1')).toEqual(loopback);
  expect(addressBytes('fe80::1%eth0')).toEqual(addressBytes('fe80:0::1'));
  expect(addressBytes('1::')?.toString('hex')).toBe(`0001${'0'.repeat(28)}`);
  expect(addressBytes('64:ff9b::192.0.2.33')).toEqual(addressBytes('64:ff9b::c000:221'));
});

test('paths: plain, with wildcards, a folder with its slash', () => {
  expect(targetOf('~/.ssh/id_rsa')).toEqual({ kind: 'path', path: '~/.ssh/id_rsa' });
  expect(targetOf('~/.ssh/')).toEqual({ kind: 'path', path: '~/.ssh' });
  for (const text of ['**/.env', '**', '**.pem']) expect(targetOf(text)).toMatchObject({ kind: 'glob' });
  expect(targetOf('C:\\Users\\x\\wallet.dat')).toEqual({ kind: 'path', path: 'C:\\Users\\x\\wallet.dat' });
  expect(targetOf('/')).toEqual({ kind: 'path', path: '/' });
});

test('a class', () => {
  expect(targetOf('class:ssh-key')).toEqual({ kind: 'class', name: 'ssh-key' });
});

test.each([
  ['', 'Say what was touched'],
  ['https://api.telegram.org/bot1/x', 'write the host alone: api.telegram.org'],
  ['api.telegram.org:443', 'write api.telegram.org'],
  ['10.0.0.0/33', 'from 0 to 32'],
  ['2001:db8::/129', 'from 0 to 128'],
  ['src/main.py', 'write **/src/main.py'],
  ['./main.py', 'write **/main.py'],
  ['*.env', 'write **/*.env'],
  ['.env', 'write **/.env'],
  ['class:SSH key', 'such as class:ssh-key'],
  ['class=ssh-key', 'write class:NAME'],
  ['two words', 'is no host name'],
  ['x'.repeat(2000), 'at most 1024'],
])('%j is refused with the mend', (text, mend) => {
  const parsed = parseTarget(text);
  expect(parsed.ok).toBe(false);
  expect(parsed.ok ? '' : parsed.mend).toContain(mend);
});
