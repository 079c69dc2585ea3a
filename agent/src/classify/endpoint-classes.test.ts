import { describe, expect, test } from 'vitest';
import type { EndpointEntry } from './catalogue.ts';
import { createEndpointClasses } from './endpoint-classes.ts';
import { canonicalAddress, canonicalHost, hostFault, parseRange, rangeFault } from './endpoint-syntax.ts';

const entry = (name: string, hosts: string[], cidrs?: string[]): EndpointEntry => ({
  class: name,
  description: name,
  source: 'test',
  hosts,
  ...(cidrs ? { cidrs } : {}),
});

const entries = [
  entry('metadata', ['metadata.google.internal'], ['169.254.169.254/32', 'fd00:ec2::254/128']),
  entry('private-address', ['.corp']),
  entry('bot-api', ['api.telegram.org'], ['149.154.160.0/20', '2001:67c:4e8::/48']),
  entry('chat', ['.t.me', '.telegram.org']),
  entry('paas', ['.workers.dev']),
];
const classOf = createEndpointClasses({
  entries,
  isPackageIndex: (host) => ['index.example', 'pypi.corp'].includes(host),
});

describe('names', () => {
  test.each([
    ['api.telegram.org', 'bot-api'],
    ['x.api.telegram.org', 'chat'],
    ['telegram.org', 'chat'],
    ['t.me', 'chat'],
    ['a.t.me', 'chat'],
    ['chat.me', null],
    ['xt.me', null],
    ['t.me.example', null],
    ['a.b.workers.dev', 'paas'],
    ['workers.dev', 'paas'],
    ['badworkers.dev', null],
    ['index.example', 'package-index'],
    ['pypi.corp', 'package-index'],
    ['other.corp', 'private-address'],
    ['example.com', null],
    ['', null],
  ])('%s is %s', (host, expected) => {
    expect(classOf(host, '')).toBe(expected);
  });

  test('the address that a name led to tells what the name does not', () => {
    expect(classOf('innocent.example', '169.254.169.254')).toBe('metadata');
    expect(classOf('innocent.example', '149.154.167.220')).toBe('bot-api');
    expect(classOf('build.example', '10.0.0.7')).toBe('private-address');
    expect(classOf('build.example', '127.0.0.1')).toBe('loopback');
    expect(classOf('example.com', '93.184.216.34')).toBeNull();
  });

  test('a name that says something is believed, wherever it leads', () => {
    expect(classOf('api.telegram.org', '127.0.0.1')).toBe('bot-api');
  });
});

describe('addresses', () => {
  test.each([
    ['149.154.167.220', 'bot-api'],
    ['149.154.176.1', 'literal-address'],
    ['2001:67c:4e8:f004::9', 'bot-api'],
    ['169.254.169.254', 'metadata'],
    ['::ffff:169.254.169.254', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['169.254.1.1', 'private-address'],
    ['127.8.9.1', 'loopback'],
    ['::1', 'loopback'],
    ['10.1.2.3', 'private-address'],
    ['172.31.255.255', 'private-address'],
    ['172.32.0.1', 'literal-address'],
    ['192.168.0.1', 'private-address'],
    ['fc00::1', 'private-address'],
    ['fe80::1%eth0', 'private-address'],
    ['8.8.8.8', 'literal-address'],
    ['2606:4700::1', 'literal-address'],
    // The same addresses as a C library would take them.
    ['2130706433', 'loopback'],
    ['127.1', 'loopback'],
    ['0xa9.0xfe.0xa9.0xfe', 'metadata'],
  ])('%s is %s', (address, expected) => {
    expect(classOf(address, '')).toBe(expected);
    expect(classOf(address, address)).toBe(expected);
  });
});

test('a host is compared and told without what surrounds it', () => {
  expect(canonicalHost('API.Telegram.ORG.')).toBe('api.telegram.org');
  expect(canonicalHost('https://ann:pw@host.example:8443/secret?x#y')).toBe('host.example');
  expect(canonicalHost('host.example/secret')).toBe('host.example');
  expect(canonicalHost('host.example:443')).toBe('host.example');
  expect(canonicalHost('[::1]:80')).toBe('::1');
  expect(canonicalHost('::1')).toBe('::1');
  expect(canonicalHost('bücher.example')).toBe('xn--bcher-kva.example');
  expect(canonicalHost('x'.repeat(1_000))).toHaveLength(253);
});

test('an address is compared in one form', () => {
  expect(canonicalAddress('::ffff:1.2.3.4')).toBe('1.2.3.4');
  expect(canonicalAddress('[fe80::1%en0]')).toBe('fe80::1');
  expect(canonicalAddress('1.2.3.4')).toBe('1.2.3.4');
  expect(canonicalAddress('example.com')).toBeNull();
  expect(canonicalAddress('1.2.3.4.5')).toBeNull();
  expect(canonicalAddress('999.1.1.1')).toBeNull();
  expect(canonicalAddress('')).toBeNull();
});

test('it says what is wrong with a host or a range', () => {
  expect(hostFault('api.telegram.org')).toBeNull();
  expect(hostFault('.workers.dev')).toBeNull();
  expect(hostFault('https://x.example')).toMatch(/without scheme/);
  expect(hostFault('*.x.example')).toMatch(/no host name/);
  expect(hostFault('X.example')).toMatch(/lower case/);
  expect(hostFault('1.2.3.4')).toMatch(/cidrs/);
  expect(parseRange('10.0.0.0/8')).toEqual({ address: '10.0.0.0', bits: 8, family: 'ipv4' });
  for (const wrong of ['10.0.0.0', '10.0.0.0/33', '10.0.0/8', 'x/8', '::/129', '10.0.0.0/8/8', '10.0.0.0/']) {
    expect(rangeFault(wrong), wrong).toMatch(/is no range/);
  }
});
