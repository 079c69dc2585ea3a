import { describe, expect, test } from 'vitest';
import { isMatch, load, rule, stored } from './testing/rules.ts';

function holds(selection: string, changes: Parameters<typeof stored>[0] = {}): boolean {
  return isMatch(`selection:\n${selection.replace(/^/gm, '    ')}\ncondition: selection`, stored(changes));
}

function faults(selection: string) {
  return load(rule(`selection:\n${selection.replace(/^/gm, '    ')}\ncondition: selection`)).errors;
}

describe('values', () => {
  test.each([
    ['target: api.telegram.org', true],
    ['target: API.Telegram.ORG', true],
    ['target|cased: API.Telegram.ORG', false],
    ['target: api.*.org', true],
    ['target: api.?elegram.org', true],
    ['target: telegram', false],
    ['target: [nowhere, api.telegram.org]', true],
    ['target: [nowhere, "*.telegram.org"]', true],
    ['destination.port: 443', true],
    ['destination.port: "443"', true],
    ['destination.port: [80, 443]', true],
    ['destination.port: 4*', true],
    ['destination.via: null', true],
    ['destination.port: null', false],
    ['destination.port: [null, 443]', true],
    ['destination.via: ""', false],
    ['file.path: null', true],
    ['package.version: 0.1.13', true],
    ['culprit.innermost_dynamic: true', true],
    ['culprit.innermost_dynamic: false', false],
    ['culprit.innermost_dynamic: "true"', true],
  ])('%s is %s', (selection, expected) => {
    expect(holds(selection)).toBe(expected);
  });

  test('a version that looks like a number keeps its digits', () => {
    const version = (text: string) => ({ package: { name: 'aiocpa', version: text } });
    expect(holds('package.version: 1.10', version('1.10'))).toBe(true);
    expect(holds('package.version: 1.10', version('1.1'))).toBe(false);
  });
});

describe('modifiers', () => {
  test.each([
    ['target|contains: telegram', true],
    ['target|contains: "tele*org"', true],
    ['target|startswith: api.', true],
    ['target|startswith: telegram', false],
    ['target|endswith: .ORG', true],
    ['target|endswith: [.com, .org]', true],
    ['target|contains|all: [api, org]', true],
    ['target|contains|all: [api, com]', false],
    ['target|contains|cased: TELEGRAM', false],
    ['target|re: ^api\\.tele', true],
    ['target|re: ^API', false],
    ['target|re|i: ^API', true],
    ['target|re: elegram', true],
    ['target|re|all: [^api, org$]', true],
    ['target|neq: nowhere', true],
    ['target|neq: api.telegram.org', false],
    ['target|neq: [nowhere, api.telegram.org]', false],
    ['target|contains|neq: telegram', false],
    ['destination.via|neq: x', true],
    ['destination.ip|cidr: 149.154.160.0/20', true],
    ['destination.ip|cidr: [10.0.0.0/8, 149.154.167.220]', true],
    ['destination.ip|cidr: 149.154.0.0/17', false],
    ['destination.ip|cidr: "2001:db8::/32"', false],
    ['target|cidr: 0.0.0.0/0', false],
    ['destination.port|exists: true', true],
    ['destination.via|exists: true', false],
    ['destination.via|exists: false', true],
    ['destination.port|gt: 442', true],
    ['destination.port|gte: 443', true],
    ['destination.port|lt: 443', false],
    ['destination.port|lte: 443', true],
    ['process.executable|fieldref: target', false],
    ['environment.path|fieldref: environment.path', true],
    ['process.executable|fieldref|startswith: environment.path', true],
    ['process.executable|fieldref|neq: environment.path', true],
    ['target|fieldref: destination.via', false],
  ])('%s is %s', (selection, expected) => {
    expect(holds(selection)).toBe(expected);
  });

  test('m and s change what a line and a dot are', () => {
    const process = (command: string) => ({ process: { ...(stored().process ?? fail()), command } });
    expect(holds('process.command_line|re: ^b', process('a\nb'))).toBe(false);
    expect(holds('process.command_line|re|m: ^b', process('a\nb'))).toBe(true);
    expect(holds('process.command_line|re: a.b', process('a\nb'))).toBe(false);
    expect(holds('process.command_line|re|s: a.b', process('a\nb'))).toBe(true);
  });

  test('an address with a zone, and one of IPv4 written as IPv6, are in their ranges', () => {
    expect(holds('destination.ip|cidr: "fe80::/10"', { ip: 'fe80::1%eth0' })).toBe(true);
    expect(holds('destination.ip|cidr: 10.0.0.0/8', { ip: '::ffff:10.1.2.3' })).toBe(true);
  });
});

describe('lists in the activity', () => {
  const chain = [
    { name: 'requests', version: '2.32.0' },
    { name: 'aiocpa', version: '0.1.13' },
  ];
  test.each([
    ['culprit.chain: aiocpa@0.1.13', true],
    ['culprit.chain|startswith: aiocpa@', true],
    ['culprit.chain|startswith: AIOCPA@', true],
    ['culprit.chain|contains: httpx', false],
    ['culprit.chain|startswith|all: [requests@, aiocpa@]', true],
    ['culprit.chain|startswith|all: [requests@, httpx@]', false],
    ['culprit.chain|neq: httpx@1', true],
    ['culprit.chain|re: ^aiocpa@0\\.1\\.', true],
    ['culprit.chain: null', false],
  ])('%s is %s', (selection, expected) => {
    expect(holds(selection, { chain })).toBe(expected);
  });
});

describe('maps, lists and keywords', () => {
  test.each([
    ['target.class: bot-api\noperation: net.connect', true],
    ['target.class: bot-api\noperation: dns.lookup', false],
    ['- target: nowhere\n- target.class: bot-api', true],
    ['- target: nowhere\n- target.class: webhook', false],
    ['- telegram', true],
    ['- TELEGRAM', true],
    ['- discord', false],
    ['"|all": [telegram, aiocpa]', true],
    ['"|all": [telegram, nothing]', false],
    ['- target: nowhere\n- telegram', true],
    ['- 443', true],
    ['"|re": ^aiocpa@', true],
  ])('%s is %s', (selection, expected) => {
    expect(holds(selection)).toBe(expected);
  });
});

describe('what is wrong is told, with a mend', () => {
  test.each([
    ['target|contain: x', 'modifier-unknown', 'Did you mean contains?'],
    ['target|base64offset|contains: x', 'modifier-unsupported', expect.any(String)],
    ['target|wide: x', 'modifier-unsupported', expect.any(String)],
    ['target|windash: x', 'modifier-unsupported', 'List the spellings as separate values.'],
    ['target|expand: "%x%"', 'modifier-unsupported', expect.any(String)],
    ['target|utf16: x', 'modifier-unsupported', expect.any(String)],
    ['target|hour: 3', 'modifier-unsupported', expect.any(String)],
    ['target|contains|startswith: x', 'modifier-combination', expect.any(String)],
    ['target|contains|contains: x', 'modifier-combination', expect.any(String)],
    ['target|re|contains: x', 'modifier-combination', expect.any(String)],
    ['target|i: x', 'modifier-combination', expect.any(String)],
    ['target|i|re: x', 'modifier-combination', expect.any(String)],
    ['target|exists|neq: true', 'modifier-combination', expect.any(String)],
    ['target|all: x', 'modifier-combination', 'Leave all out.'],
    ['target|: x', 'modifier-unknown', expect.any(String)],
    ['targte: x', 'field-unknown', 'Did you mean target?'],
    ['Image: x', 'field-unknown', expect.stringContaining('Choose one of')],
    ['target|exists: maybe', 'value-invalid', 'Write true or false.'],
    ['target|gt: 5', 'value-invalid', expect.any(String)],
    ['destination.port|gt: many', 'value-invalid', expect.any(String)],
    ['destination.port|gt: [1, 2]', 'value-invalid', expect.any(String)],
    ['destination.ip|cidr: 10.0.0.0/33', 'value-invalid', 'Write it like 10.0.0.0/8.'],
    ['destination.ip|cidr: telegram', 'value-invalid', expect.any(String)],
    ['destination.ip|cidr: 10.0.0.0/8/8', 'value-invalid', expect.any(String)],
    ['operation: dns.lokup', 'value-invalid', 'Did you mean dns.lookup?'],
    ['culprit.dynamic: perhaps', 'value-invalid', expect.any(String)],
    ['target|contains: ""', 'value-invalid', expect.any(String)],
    ['target|contains: null', 'value-invalid', expect.any(String)],
    ['target|re: "(a"', 'regex-invalid', expect.stringContaining('RE2')],
    ['target|re: "(?=a)"', 'regex-invalid', expect.stringContaining('RE2')],
    ['target|re: ""', 'regex-invalid', expect.any(String)],
    ['target|re: "(x{1000}){1000}"', 'regex-invalid', expect.any(String)],
    ['target|fieldref: nofield', 'field-unknown', expect.any(String)],
    ['culprit.chain|fieldref: target', 'value-invalid', expect.any(String)],
    ['target: {a: b}', 'attribute-type', expect.any(String)],
    ['target: [[a]]', 'attribute-type', expect.any(String)],
    ['target: []', 'selection-empty', expect.any(String)],
    ['"|neq": [a]', 'modifier-combination', expect.any(String)],
    ['- [a]', 'attribute-type', expect.any(String)],
    ['{}', 'selection-empty', expect.any(String)],
    ['[]', 'selection-empty', expect.any(String)],
    ['x', 'attribute-type', expect.any(String)],
  ])('%s', (selection, code, mend) => {
    const found = faults(selection);
    expect(found).toMatchObject([{ code, mend }]);
    expect(found[0]?.line).toBe(7);
  });
});

function fail(): never {
  throw new Error('the sample has a process');
}
