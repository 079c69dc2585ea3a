import { allOperations } from '@culprit/proto';
import { describe, expect, test } from 'vitest';
import type { StoredActivity } from '../api/types.ts';
import { ActivityEvent } from './event.ts';
import { noProfiles } from './finding.ts';
import type { DetectionRule } from './rule.ts';
import { RuleIndex } from './rule-index.ts';
import { rule, rulesOf, stored } from './testing/rules.ts';

const detections = [
  's: {target.class: bot-api}\ncondition: s',
  's: {target.class: [ssh-key, "cloud*"]}\ncondition: s',
  's: {target.class: null}\ncondition: s',
  's: {package.name: null}\ncondition: s',
  's: {package.name|exists: true}\nt: {package.name: [a, b]}\ncondition: s and not t',
  's: {destination.domain: [one.org, TWO.org]}\ncondition: s',
  's: {destination.domain: one.org}\nt: {destination.domain: two.org}\ncondition: s or t',
  's: {destination.domain: one.org}\nt: {package.name: a}\ncondition: s or t',
  's: {target|endswith: .org, operation: [net.connect, dns.lookup]}\ncondition: s',
  's: {operation|neq: file.open}\ncondition: s',
  's: {dns.question.name: null, destination.domain: null}\ncondition: s',
  's: {file.path|exists: false}\ncondition: s',
  's: [one]\ncondition: s',
  's: {package.name|cased: A}\ncondition: s',
  's: {destination.port: 443, package.name: a}\ncondition: not s',
  's: {profile.new_in_version: null, target.class|neq: bot-api}\ncondition: s',
  's: {target|contains: ONE}\ncondition: s',
  's: {target|endswith: [".org", "/x"]}\ncondition: s',
  's: {target|endswith: [".org", "wo.org"]}\ncondition: s',
  's: {target|contains|all: [one, org]}\ncondition: s',
  's: {target|contains|all: [one, two]}\ncondition: s',
  's: {target|contains|neq: one}\ncondition: s',
  's: {target: ["one*", two.org]}\ncondition: s',
  's: {target|contains: [one, two]}\ncondition: s',
  's: {file.path: [null, "*x*"]}\ncondition: s',
  's: {target|re: "^two[.]org$"}\ncondition: s',
  's: {target|re|i: "^TWO"}\ncondition: s',
  's: {target|cased|contains: one}\ncondition: s',
  's: {target|contains: one}\nt: {culprit.chain|startswith: "a@"}\ncondition: s or t',
  's: {culprit.chain|startswith: "a@1"}\ncondition: s',
  's: {culprit.chain: [a@1, c@1]}\ncondition: s',
  's: {culprit.chain|startswith|all: ["a@1", "c@1"]}\ncondition: s',
];

const other = { name: 'other', version: '1' };

function isDetection(one: unknown): one is DetectionRule {
  return (one as DetectionRule).kind === 'detection';
}

describe('the index', () => {
  test('finds exactly the rules that match, for all kinds of activities', () => {
    const rules = rulesOf(...detections.map((text, index) => rule(text, { id: index }))).filter(isDetection);
    const index = new RuleIndex(rules);
    const event = new ActivityEvent(noProfiles);
    const activities: StoredActivity[] = allOperations.flatMap((operation) =>
      ['one.org', 'two.org', '~/x'].flatMap((target) =>
        [null, 'bot-api', 'ssh-key', 'cloud-credential', 'CLOUD', 'other'].flatMap((targetClass) =>
          [null, { name: 'a', version: '1' }, { name: 'A', version: '1' }, { name: 'c', version: '1' }].map((ref) =>
            stored({ operation, target, targetClass, package: ref, chain: ref === null ? [] : [other, ref, ref] }),
          ),
        ),
      ),
    );
    // Twice: buckets are built by the first activity of their kind, and must fit every other.
    for (const activity of [...activities, ...activities.toReversed()]) {
      event.show(activity);
      const found: DetectionRule[] = [];
      index.match(event, found);
      const expected = rules.filter((one) => one.expression.test(event));
      expect(new Set(found.map(({ id }) => id))).toEqual(new Set(expected.map(({ id }) => id)));
      expect(found).toHaveLength(expected.length);
    }
  });

  test('stays right past the number of classes that it keeps apart', () => {
    const rules = rulesOf(rule('s: {target.class: c299}\ncondition: s')).filter(isDetection);
    const index = new RuleIndex(rules);
    const event = new ActivityEvent(noProfiles);
    for (let i = 0; i < 600; i += 1) {
      event.show(stored({ targetClass: `c${i % 300}` }));
      const found: DetectionRule[] = [];
      index.match(event, found);
      expect(found).toHaveLength(i % 300 === 299 ? 1 : 0);
    }
  });

  test('does not test rules that cannot match', () => {
    const hosts = Array.from({ length: 1_000 }, (_, id) =>
      rule(`s: {destination.domain: h${id}.org}\ncondition: s`, { id }),
    );
    let tests = 0;
    const rules = rulesOf(...hosts)
      .filter(isDetection)
      .map((one) => {
        const { expression } = one;
        const test = (event: ActivityEvent): boolean => {
          tests += 1;
          return expression.test(event);
        };
        return { ...one, expression: { ...expression, test } };
      });
    const index = new RuleIndex(rules);
    const event = new ActivityEvent(noProfiles);
    for (const target of ['h7.org', 'elsewhere.org', 'H8.ORG']) {
      event.show(stored({ target }));
      index.match(event, []);
    }
    expect(tests).toBe(2);
  });
});
