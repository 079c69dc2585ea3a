import { describe, expect, test } from 'vitest';
import type { StoredActivity } from '../api/types.ts';
import { correlation, detectorOf, rule, rulesOf, stored } from './testing/rules.ts';

const knows = (...versions: string[]) => ({ earlierVersions: () => versions, did: () => false });

function sentence(changes: Parameters<typeof stored>[0], more = '', versions: string[] = []): string | undefined {
  const rules = rulesOf(rule('s: {operation: "*"}\ncondition: s', { more }));
  return detectorOf(rules, knows(...versions)).process([stored(changes)])[0]?.sentence;
}

describe('without a sentence of its own, a rule says what was done', () => {
  const gone: Partial<StoredActivity> = { targetClass: null };
  test.each<[string, Parameters<typeof stored>[0]]>([
    ['aiocpa 0.1.13 contacted api.telegram.org (bot-api).', {}],
    ['aiocpa 0.1.13 looked up api.telegram.org (bot-api).', { operation: 'dns.lookup' }],
    ['aiocpa 0.1.13 made a request to api.telegram.org (bot-api).', { operation: 'net.request' }],
    [
      'aiocpa 0.1.13 contacted 203.0.113.7 port 4444 (literal-address).',
      { target: '203.0.113.7', targetClass: 'literal-address', port: 4444 },
    ],
    [
      'aiocpa 0.1.13 opened ~/.ssh/id_rsa (ssh-key).',
      { operation: 'file.open', target: '~/.ssh/id_rsa', targetClass: 'ssh-key', access: 'read' },
    ],
    [
      'aiocpa 0.1.13 opened ~/.bashrc (shell-profile) to write.',
      { operation: 'file.open', target: '~/.bashrc', targetClass: 'shell-profile', access: 'write' },
    ],
    ['aiocpa 0.1.13 renamed a to b.', { operation: 'file.rename', target: 'a', other: 'b', ...gone }],
    ['aiocpa 0.1.13 started curl.', { operation: 'process.spawn', target: 'curl', ...gone }],
    ['aiocpa 0.1.13 ran code that came from no file.', { operation: 'code.exec', target: '<string>', ...gone }],
    ['The application ~/shop/main.py contacted api.telegram.org (bot-api).', { package: null }],
    ['The application contacted api.telegram.org (bot-api).', { package: null, process: null }],
    [
      'Native code of grpcio 1.80.0 or pycurl 7.45.6 contacted api.telegram.org (bot-api).',
      {
        ...{ package: null, confidence: 'native' },
        chain: [
          { name: 'grpcio', version: '1.80.0' },
          { name: 'pycurl', version: '7.45.6' },
        ],
      },
    ],
    [
      'aiocpa 0.1.13 upgraded aiocpa from 0.1.12 to 0.1.13 by pip.',
      {
        operation: 'package.change',
        target: 'aiocpa',
        ...gone,
        change: { kind: 'upgraded', from: '0.1.12', to: '0.1.13', installer: 'pip', effect: null, review: null },
      },
    ],
    [
      'litellm 1.82.8 added the start-up file ~/x/litellm_init.pth.',
      {
        operation: 'startup.change',
        target: '~/x/litellm_init.pth',
        ...gone,
        package: { name: 'litellm', version: '1.82.8' },
        change: { kind: 'added', from: null, to: null, installer: null, effect: null, review: null },
      },
    ],
  ])('%s', (expected, changes) => {
    expect(sentence(changes)).toBe(expected);
  });

  test('and what no earlier version did', () => {
    expect(sentence({}, '', ['0.1.12'])).toBe(
      'aiocpa 0.1.13 contacted api.telegram.org (bot-api), which 0.1.12 never did.',
    );
    expect(sentence({}, '', ['0.1.10', '0.1.11', '0.1.12'])).toBe(
      'aiocpa 0.1.13 contacted api.telegram.org (bot-api), which 0.1.12 and the 2 versions before it never did.',
    );
  });
});

describe("a rule's own sentence", () => {
  test('has fields filled in', () => {
    const more =
      "culprit: {sentence: '{package} sent to {target}:{destination.port} of {target.class}, not {destination.via}.'}";
    expect(sentence({}, more)).toBe('aiocpa 0.1.13 sent to api.telegram.org:443 of bot-api, not something unknown.');
  });

  test('has no way for an activity to write more than a value', () => {
    const more = "culprit: {sentence: '{package} opened {target}.'}";
    expect(sentence({ target: '\u001b[2Jx\n{package}\u202e' }, more)).toBe(
      'aiocpa 0.1.13 opened \\x1b[2Jx\\x0a{package}\\u202e.',
    );
  });
});

describe('a correlation', () => {
  const keys = rule('s: {target.class: ssh-key}\ncondition: s', { id: 1 });
  const bots = rule('s: {target.class: bot-api}\ncondition: s', { id: 2 });
  const key = (at: number, target = '~/.ssh/id_rsa') =>
    stored({ at, operation: 'file.open', target, targetClass: 'ssh-key', access: 'read' });
  const temporal = 'type: temporal\nrules: [rule_1, rule_2]\ngroup-by: [host.id]\ntimespan: 10m';

  function of(section: string, activities: readonly StoredActivity[], more = ''): string | undefined {
    return detectorOf(rulesOf(keys, bots, correlation(section, { more })))
      .process(activities)
      .at(-1)?.sentence;
  }

  test('tells the acts in the order of time, and how long they took', () => {
    expect(of(temporal, [stored({ at: 4 }), key(0)])).toBe(
      'aiocpa 0.1.13 opened ~/.ssh/id_rsa (ssh-key), then contacted api.telegram.org (bot-api) within 4 seconds.',
    );
  });

  test('names no more than four', () => {
    const many = Array.from({ length: 9 }, (_, index) => key(index, `~/.ssh/id_${index}`));
    expect(of(temporal, [...many, stored({ at: 90 })])).toBe(
      'aiocpa 0.1.13 opened ~/.ssh/id_0 (ssh-key), then opened ~/.ssh/id_1 (ssh-key), then opened ~/.ssh/id_2 (ssh-key), then did 6 more such things, then contacted api.telegram.org (bot-api) within 90 seconds.',
    );
  });

  test('says who, where it was more than one', () => {
    const other = stored({ at: 1, package: { name: 'other', version: '2' } });
    expect(of(temporal, [key(0), other])).toBe(
      'aiocpa 0.1.13 opened ~/.ssh/id_rsa (ssh-key), then other 2 contacted api.telegram.org (bot-api) within 1 second.',
    );
  });

  test('counts', () => {
    const section = 'type: event_count\nrules: [rule_2]\ngroup-by: [host.id]\ntimespan: 5m\ncondition: {gte: 2}';
    expect(of(section, [stored({ at: 0 }), stored({ at: 9 })])).toBe(
      'aiocpa 0.1.13 contacted api.telegram.org (bot-api), 2 times within 5 minutes.',
    );
  });

  test('may name its rules in a sentence of its own', () => {
    const more = "culprit: {sentence: '{package} read {rule_1:file.path} and {rule_2:act}.'}";
    expect(of(temporal, [stored({ at: 4 }), key(0)], more)).toBe(
      'aiocpa 0.1.13 read ~/.ssh/id_rsa and contacted api.telegram.org (bot-api).',
    );
  });
});
