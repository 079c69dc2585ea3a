import { describe, expect, test } from 'vitest';
import type { StoredActivity } from '../api/types.ts';
import type { Finding } from './finding.ts';
import { correlation, detectorOf, idOf, rule, rulesOf, stored } from './testing/rules.ts';

const keys = rule('s: {target.class: ssh-key}\ncondition: s', { id: 1 });
const bots = rule('s: {target.class: bot-api}\ncondition: s', { id: 2 });
const execs = rule('s: {operation: code.exec}\ncondition: s', { id: 3 });

const key = (at: number, changes: Partial<StoredActivity> = {}): StoredActivity =>
  stored({ at, operation: 'file.open', target: '~/.ssh/id_rsa', targetClass: 'ssh-key', access: 'read', ...changes });
const bot = (at: number, changes: Partial<StoredActivity> = {}): StoredActivity => stored({ at, ...changes });
const exec = (at: number): StoredActivity =>
  stored({ at, operation: 'code.exec', target: '<string>', targetClass: null });
const on = (id: string): Pick<StoredActivity, 'machine'> => ({ machine: { id, name: id } });

function ids(findings: readonly Finding[]): string[] {
  return findings.map(({ rule: { id } }) => id);
}

describe('a rule about one activity', () => {
  test('finds each activity that it matches, and says who, where and when', () => {
    const activity = bot(3);
    const [finding, ...rest] = detectorOf(rulesOf(bots)).process([key(1), activity]);
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({
      rule: { id: idOf(2), title: 'Rule 2', level: 'medium', file: 'rule.yaml' },
      severity: 'medium',
      package: { name: 'aiocpa', version: '0.1.13' },
      machine: { id: 'm-one' },
      atMs: activity.atMs,
      evidence: [activity],
      environment: '~/shop/.venv',
      process: { pid: 4711 },
    });
  });

  test('describes its rule by plain data', () => {
    const [finding] = detectorOf(rulesOf(bots)).process([bot(0)]);
    expect(JSON.parse(JSON.stringify(finding))).toEqual(finding);
    expect(Object.keys(finding?.rule ?? {})).not.toContain('expression');
  });

  test('asks the profiles of the package and version that acted', () => {
    const drift = rule('s: {profile.new_in_version: true}\ncondition: s');
    const profiles = {
      earlierVersions: (name: string, version: string) => (name === 'aiocpa' && version === '0.1.13' ? ['0.1.12'] : []),
      did: (_: string, versions: readonly string[], family: string, of: string | null) =>
        versions.includes('0.1.12') && family === 'net' && of !== 'bot-api',
    };
    const detector = detectorOf(rulesOf(drift), profiles);
    expect(detector.process([bot(0)])).toHaveLength(1);
    expect(detector.process([bot(0, { operation: 'dns.lookup' })])).toHaveLength(1);
    expect(detector.process([bot(0, { targetClass: 'paste' })])).toEqual([]);
    expect(detector.process([bot(0, { package: { name: 'aiocpa', version: '0.1.12' } })])).toEqual([]);
    expect(detector.process([bot(0, { package: null })])).toEqual([]);
    expect(detector.process([bot(0, { operation: 'package.change' })])).toEqual([]);
  });
});

describe('temporal', () => {
  const rules = rulesOf(
    keys,
    bots,
    correlation(
      'type: temporal\nrules: [rule_1, rule_2]\ngroup-by: [host.id, process.key, package.name]\ntimespan: 10m',
    ),
  );

  test('finds both within the span, with both as evidence in the order of time', () => {
    const first = key(0);
    const second = bot(600);
    const [finding, ...rest] = detectorOf(rules).process([first, second]);
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ severity: 'high', atMs: second.atMs, evidence: [first, second] });
  });

  test('finds nothing past the span, in another process, on another machine, or of another package', () => {
    const process = { ...(bot(0).process ?? never()), key: 'another' };
    for (const second of [
      bot(601),
      bot(1, { process }),
      bot(1, on('two')),
      bot(1, { package: { name: 'x', version: '1' } }),
    ]) {
      expect(detectorOf(rules).process([key(0), second])).toEqual([]);
    }
  });

  test('does not mind in which order they are told', () => {
    const early = key(10);
    const late = bot(20);
    const told = detectorOf(rules).process([late, early]);
    expect(told).toEqual(detectorOf(rules).process([early, late]));
    expect(told).toMatchObject([{ atMs: late.atMs, evidence: [early, late] }]);
  });

  test('does not mind how the batches of machines interleave', () => {
    const machines = ['one', 'two', 'three'];
    const batches = machines.flatMap((id) => [[key(0, on(id))], [bot(60, on(id))]]);
    const found = (order: readonly StoredActivity[][]) =>
      order.flatMap((batch) => detectorOf(rules).process(batch)).length;
    expect(found(batches)).toBe(0);
    const permutations = [batches, batches.toReversed(), [...batches.slice(3), ...batches.slice(0, 3)]];
    for (const order of permutations) {
      const detector = detectorOf(rules);
      const findings = order.flatMap((batch) => detector.process(batch));
      expect(findings.map(({ machine }) => machine.id).sort()).toEqual(machines.toSorted());
    }
  });

  test('a machine that comes back after days is matched by its own time', () => {
    const detector = detectorOf(rules);
    detector.process([key(0, on('away'))]);
    // The others are days ahead, and many batches pass.
    for (let i = 0; i < 200; i += 1)
      detector.process([key(500_000 + i, on('here')), bot(900_000 + i * 700, on('there'))]);
    expect(detector.process([bot(60, on('away'))])).toHaveLength(1);
  });

  test('a clock that jumps to next year does not hide what comes now', () => {
    const detector = detectorOf(rules);
    detector.process([key(0)]);
    for (let i = 1; i < 62; i += 1) detector.process([exec(i)]);
    detector.process([exec(31_000_000)]);
    detector.process([key(31_000_000)]);
    expect(detector.process([bot(63)])).toHaveLength(1);
  });

  test('one story is one finding, and the same again later is another', () => {
    const detector = detectorOf(rules);
    const story = [key(0), key(1), bot(2), bot(3), key(4), bot(5)];
    expect(detector.process(story)).toHaveLength(1);
    expect(detector.process([key(3_000), bot(3_001)])).toHaveLength(1);
  });

  test('what lies in the window is evidence, and the version is the deciding one', () => {
    const version = (text: string) => ({ package: { name: 'aiocpa', version: text } });
    const activities = [key(0, version('1')), key(1, version('1')), bot(2, version('2'))];
    const [finding] = detectorOf(rules).process(activities);
    expect(finding?.evidence).toEqual(activities);
    expect(finding?.package?.version).toBe('2');
  });

  test('an activity that lacks a field to group by belongs to no group', () => {
    expect(detectorOf(rules).process([key(0, { package: null }), bot(1, { package: null })])).toEqual([]);
    expect(detectorOf(rules).process([key(0, { process: null }), bot(1, { process: null })])).toEqual([]);
  });

  test('may ask for some of its rules', () => {
    const some = rulesOf(
      keys,
      bots,
      execs,
      correlation(
        'type: temporal\nrules: [rule_1, rule_2, rule_3]\ngroup-by: [host.id]\ntimespan: 10m\ncondition: {gte: 2}',
      ),
    );
    expect(detectorOf(some).process([exec(0), bot(1)])).toHaveLength(1);
    expect(detectorOf(some).process([exec(0), exec(1)])).toEqual([]);
  });
});

describe('temporal_ordered', () => {
  const rules = rulesOf(
    execs,
    keys,
    bots,
    correlation('type: temporal_ordered\nrules: [rule_3, rule_1, rule_2]\ngroup-by: [host.id]\ntimespan: 100s'),
  );

  test('wants the order of the deeds, whatever the order of the telling', () => {
    const three = [exec(0), key(10), bot(20)];
    const orders = [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
      [1, 2, 0],
      [0, 2, 1],
      [2, 0, 1],
    ];
    for (const order of orders) {
      const told = order.map((index) => three[index] ?? never());
      expect(detectorOf(rules).process(told)).toMatchObject([{ evidence: three, atMs: three[2]?.atMs }]);
    }
    expect(detectorOf(rules).process([key(0), exec(10), bot(20)])).toEqual([]);
    expect(detectorOf(rules).process([exec(0), bot(10), key(20)])).toEqual([]);
  });

  test('wants all within the span', () => {
    expect(detectorOf(rules).process([exec(0), key(50), bot(101)])).toEqual([]);
    expect(detectorOf(rules).process([exec(0), exec(2), key(50), bot(101)])).toHaveLength(1);
  });

  test('agrees with an obvious search over made-up streams', () => {
    let seed = 7;
    const random = (bound: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % bound;
    };
    const makers = [exec, key, bot];
    for (let round = 0; round < 300; round += 1) {
      const stream = Array.from({ length: 5 }, () => {
        const kind = random(3);
        return { kind, activity: (makers[kind] ?? never())(random(150)) };
      });
      const of = (kind: number) => stream.filter((one) => one.kind === kind).map(({ activity }) => activity.atMs);
      const expected = of(0).some((a) => of(1).some((b) => of(2).some((c) => a <= b && b <= c && c - a <= 100_000)));
      const findings = detectorOf(rules).process(stream.map(({ activity }) => activity));
      expect(findings.length > 0, JSON.stringify(stream.map(({ kind, activity }) => [kind, activity.atMs]))).toBe(
        expected,
      );
    }
  });

  test('one activity that matches two rules is not two deeds', () => {
    const same = rulesOf(
      rule('s: {target.class: bot-api}\ncondition: s', { id: 1 }),
      bots,
      correlation('type: temporal_ordered\nrules: [rule_1, rule_2]\ngroup-by: [host.id]\ntimespan: 1m'),
    );
    expect(detectorOf(same).process([bot(0)])).toEqual([]);
    expect(detectorOf(same).process([bot(0), bot(0)])).toHaveLength(1);
  });
});

describe('event_count', () => {
  const counting = (condition: string) =>
    rulesOf(
      bots,
      correlation(`type: event_count\nrules: [rule_2]\ngroup-by: [host.id]\ntimespan: 60s\ncondition: ${condition}`),
    );

  test('counts within any span, not within fixed ones', () => {
    const rules = counting('{gte: 3}');
    expect(detectorOf(rules).process([bot(50), bot(70), bot(90)])).toHaveLength(1);
    expect(detectorOf(rules).process([bot(0), bot(50), bot(100)])).toEqual([]);
    expect(detectorOf(rules).process([bot(100), bot(60), bot(40)])).toHaveLength(1);
  });

  test('counts repeats that lie within the span', () => {
    const repeated = bot(0, { count: 5 });
    expect(detectorOf(counting('{gte: 5}')).process([repeated])).toHaveLength(1);
    const overHours = { ...repeated, lastMs: repeated.atMs + 7_200_000 };
    expect(detectorOf(counting('{gte: 5}')).process([overHours])).toEqual([]);
  });

  test('knows every comparison, and ranges', () => {
    const three = [bot(0), bot(1), bot(2)];
    const found = (condition: string) => detectorOf(counting(condition)).process(three).length;
    expect(found('{gt: 2}')).toBe(1);
    expect(found('{gt: 3}')).toBe(0);
    expect(found('{eq: 3}')).toBe(1);
    expect(found('{gte: 2, lt: 3}')).toBe(1);
    expect(found('{gt: 3, lte: 5}')).toBe(0);
  });

  test('counts machines apart', () => {
    const spread = ['a', 'b', 'c'].map((id, index) => bot(index, on(id)));
    expect(detectorOf(counting('{gte: 3}')).process(spread)).toEqual([]);
  });
});

describe('value_count', () => {
  const rules = rulesOf(
    bots,
    correlation(
      'type: value_count\nrules: [rule_2]\ngroup-by: [package.name]\ntimespan: 60s\ncondition: {field: host.id, gte: 3}',
    ),
  );

  test('counts different values, across machines, in any order', () => {
    expect(detectorOf(rules).process([bot(0, on('a')), bot(1, on('a')), bot(2, on('b'))])).toEqual([]);
    const [finding] = detectorOf(rules).process([bot(2, on('c')), bot(0, on('a')), bot(1, on('b'))]);
    expect(finding?.evidence).toHaveLength(3);
  });

  test('an activity without a value does not count', () => {
    const via = rulesOf(
      bots,
      correlation(
        'type: value_count\nrules: [rule_2]\ngroup-by: [host.id]\ntimespan: 60s\ncondition: {field: destination.via, gte: 1}',
      ),
    );
    expect(detectorOf(via).process([bot(0)])).toEqual([]);
    expect(detectorOf(via).process([bot(0, { via: '127.0.0.1:8080' })])).toHaveLength(1);
  });

  test('each element of a list is a value', () => {
    const chain = rulesOf(
      bots,
      correlation(
        'type: value_count\nrules: [rule_2]\ngroup-by: [host.id]\ntimespan: 60s\ncondition: {field: culprit.chain, gte: 2}',
      ),
    );
    expect(detectorOf(chain).process([bot(0)])).toEqual([]);
    const two = [
      { name: 'a', version: '1' },
      { name: 'b', version: '1' },
    ];
    expect(detectorOf(chain).process([bot(0, { chain: two })])).toHaveLength(1);
  });
});

describe('aliases and chains', () => {
  test('an alias groups by another field of each rule', () => {
    const lookups = rule('s: {operation: dns.lookup}\ncondition: s', { id: 1 });
    const connects = rule('s: {operation: net.connect}\ncondition: s', { id: 2 });
    const rules = rulesOf(
      lookups,
      connects,
      correlation(
        [
          'type: temporal_ordered',
          'rules: [rule_1, rule_2]',
          'group-by: [host.id, name]',
          'timespan: 10s',
          'aliases: {name: {rule_1: dns.question.name, rule_2: destination.domain}}',
        ].join('\n'),
      ),
    );
    const lookup = (target: string) => stored({ operation: 'dns.lookup', target });
    expect(detectorOf(rules).process([lookup('x.org'), bot(1, { target: 'x.org' })])).toHaveLength(1);
    expect(detectorOf(rules).process([lookup('y.org'), bot(1, { target: 'x.org' })])).toEqual([]);
  });

  test('a correlation may be one of the rules of another, and hands its evidence on', () => {
    const many = correlation(
      'type: event_count\nrules: [rule_1]\ngroup-by: [host.id]\ntimespan: 1m\ncondition: {gte: 3}',
      { id: 8 },
    );
    const then = correlation(
      'type: temporal_ordered\nrules: [correlation_8, rule_2]\ngroup-by: [host.id]\ntimespan: 5m',
    );
    const detector = detectorOf(rulesOf(keys, bots, many, then));
    const activities = [key(0), key(1), key(2), bot(60)];
    expect(detector.process(activities)).toMatchObject([{ rule: { id: idOf(9) }, evidence: activities }]);
    expect(detectorOf(rulesOf(keys, bots, many, then)).process([key(0), key(1), bot(60)])).toEqual([]);
  });

  test('generate lets the rules speak as well', () => {
    const section = 'type: temporal\nrules: [rule_1, rule_2]\ngroup-by: [host.id]\ntimespan: 1m\ngenerate: true';
    const findings = detectorOf(rulesOf(keys, bots, correlation(section))).process([key(0), bot(1)]);
    expect(ids(findings)).toEqual([idOf(1), idOf(2), idOf(9)]);
  });
});

describe('state', () => {
  const section = 'type: temporal\nrules: [rule_1, rule_2]\ngroup-by: [host.id, process.key]\ntimespan: 10m';
  const rules = rulesOf(keys, bots, correlation(section));
  const process = (name: string) => ({ process: { ...(bot(0).process ?? never()), key: name } });

  test('is rebuilt by replay, which finds nothing itself', () => {
    const detector = detectorOf(rules);
    detector.replay([key(0)]);
    expect(detector.process([bot(1)])).toHaveLength(1);
    const again = detectorOf(rules);
    again.replay([key(0), bot(1)]);
    expect(again.process([bot(2)])).toEqual([]);
  });

  test('is bounded, however many processes and activities there are', () => {
    const detector = detectorOf(rules);
    for (let i = 0; i < 12_000; i += 1) detector.process([key(i / 100, process(`p${i}`))]);
    expect(detector.size.groups).toBeLessThanOrEqual(10_000);
    for (let i = 0; i < 500; i += 1) detector.process([key(200, process('busy'))]);
    expect(detector.size.entries).toBeLessThanOrEqual(20_000);
    expect(detector.process([bot(201, process('busy'))])).toHaveLength(1);
    // The newest processes are still known; the oldest made room.
    expect(detector.process([bot(202, process('p11999'))])).toHaveLength(1);
    expect(detector.process([bot(202, process('p0'))])).toEqual([]);
  });

  test('forgets what lies far behind its machine', () => {
    const detector = detectorOf(rules);
    detector.process([key(0, process('old'))]);
    for (let i = 0; i < 64; i += 1) detector.process([exec(10_000 + i)]);
    expect(detector.size).toEqual({ groups: 0, entries: 0 });
  });
});

function never(): never {
  throw new Error('the sample has one');
}
