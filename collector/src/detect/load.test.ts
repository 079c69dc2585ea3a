import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadRules } from './load.ts';
import { problemCodes } from './problem.ts';
import { correlation, detectorOf, folderOf, idOf, load, rule, rulesOf, stored } from './testing/rules.ts';

const good = rule('selection: {target.class: bot-api}\ncondition: selection');

describe('a good rule', () => {
  test('says what it is', () => {
    const more =
      'description: D\nauthor: A\ndate: 2026-01-31\ntags: [attack.t1567.004]\nreferences: [https://x.org]\nfalsepositives: [F]';
    const [loaded] = rulesOf(rule('selection: {target.class: bot-api}\ncondition: selection', { more }));
    expect(loaded).toMatchObject({
      id: idOf(1),
      name: 'rule_1',
      title: 'Rule 1',
      level: 'medium',
      description: 'D',
      tags: ['attack.t1567.004'],
      references: ['https://x.org'],
      falsePositives: ['F'],
      file: 'rule.yaml',
      kind: 'detection',
      isStandalone: true,
    });
    expect(loaded?.text).toContain('title: Rule 1\n');
  });

  test('is found in folders below, by both endings, and hidden files are not', () => {
    const folder = folderOf({
      'b/one.yml': good,
      'two.yaml': rule('s: {target: x}\ncondition: s', { id: 2 }),
      '.hidden.yaml': 'x',
      'README.md': 'x',
    });
    const { rules, errors } = loadRules(folder);
    expect(errors).toEqual([]);
    expect(rules.map(({ file }) => file)).toEqual(['b/one.yml', 'two.yaml']);
  });

  test('may share a file with others', () => {
    expect(rulesOf(good, rule('s: {target: x}\ncondition: s', { id: 2 }))).toHaveLength(2);
  });
});

describe('a fault costs the rule that it is in, and no other', () => {
  test('the others load, and the fault has its file, line, field and mend', () => {
    const folder = folderOf({
      'bad.yaml': rule('selection: {tarjet.class: bot-api}\ncondition: selection', { id: 2 }),
      'good.yaml': good,
    });
    const { rules, errors } = loadRules(folder);
    expect(rules.map(({ id }) => id)).toEqual([idOf(1)]);
    expect(errors).toEqual([
      {
        code: 'field-unknown',
        file: join(folder, 'bad.yaml'),
        line: 6,
        column: 17,
        field: 'tarjet.class',
        message: 'No activity has a field tarjet.class.',
        mend: 'Did you mean target.class?',
      },
    ]);
  });

  test('several faults in one rule are all told', () => {
    const { errors } = load(
      'title: 7\nid: nope\nlevel: hihg\nlogsource: {product: windows, category: file_acces}\ndetection: {s: {targt: x}, condition: t}\ntags: [attack.T1567, "no tag"]\n',
    );
    expect(errors.map(({ code, field }) => `${code} ${field}`)).toEqual([
      'attribute-value id',
      'attribute-value level',
      'attribute-type title',
      'attribute-value tags',
      'attribute-value tags',
      'logsource-foreign logsource.product',
      'logsource-foreign logsource.category',
      'field-unknown targt',
      'condition-name condition',
    ]);
  });
});

describe('faults of attributes', () => {
  const with_ = (more: string): string => `${good}\n${more}`;
  test.each([
    ['titel: x', with_('titel: x'), 'attribute-unknown', 'Did you mean title?'],
    ['falsepositive: x', with_('falsepositive: x'), 'attribute-unknown', 'Did you mean falsepositives?'],
    [
      'no id',
      good.replace(/^id:.*\n/m, ''),
      'attribute-missing',
      expect.stringMatching(/^Give it one: [0-9a-f-]{36} is free/),
    ],
    ['no title', good.replace(/^title:.*\n/m, ''), 'attribute-missing', expect.any(String)],
    ['no logsource', good.replace(/^logsource:.*\n/m, ''), 'attribute-missing', expect.any(String)],
    ['no detection', good.replace(/^detection:[\s\S]*?level/m, 'level'), 'attribute-missing', expect.any(String)],
    ['no condition', good.replace(/ *condition.*\n/, ''), 'attribute-missing', expect.any(String)],
    [
      'condition of nothing',
      good.replace('condition: selection', 'condition: []'),
      'condition-invalid',
      expect.any(String),
    ],
    ['level', good.replace('medium', 'hihg'), 'attribute-value', 'Did you mean high?'],
    ['status', with_('status: stabel'), 'attribute-value', 'Did you mean stable?'],
    ['date', with_('date: 31.1.2026'), 'attribute-value', 'Write it as 2026-01-31.'],
    ['tag', with_('tags: [attack.t15x]'), 'attribute-value', expect.stringContaining('attack.t1552.004')],
    ['tags', with_('tags: {a: b}'), 'attribute-type', expect.any(String)],
    ['references', with_('references: [[x]]'), 'attribute-type', expect.any(String)],
    ['related', with_('related: x'), 'attribute-type', expect.any(String)],
    ['related type', with_(`related: [{id: ${idOf(3)}, type: derivd}]`), 'attribute-value', 'Did you mean derived?'],
    ['taxonomy', with_('taxonomy: ecs'), 'attribute-value', expect.any(String)],
    [
      'timeframe',
      good.replace('condition:', 'timeframe: 5m\n    condition:'),
      'condition-unsupported',
      expect.any(String),
    ],
    ['action', `action: global\n${good}`, 'collection-deprecated', expect.any(String)],
    ['logsource key', good.replace('service:', 'servise: x, service:'), 'attribute-unknown', 'Did you mean service?'],
    [
      'foreign service',
      good.replace('service: culprit', 'service: sysmon'),
      'logsource-foreign',
      'Write service: culprit.',
    ],
    ['category', good.replace('culprit}', 'culprit, category: dns}'), 'logsource-foreign', expect.any(String)],
    ['own key', with_('culprit: {sentense: x}'), 'attribute-unknown', 'Did you mean sentence?'],
    ['sentence', with_("culprit: {sentence: '{pakage} x'}"), 'sentence-invalid', 'Did you mean package?'],
    [
      'rule in sentence',
      with_("culprit: {sentence: '{other:target} x'}"),
      'sentence-invalid',
      'Write the field alone.',
    ],
    ['a list', '- a\n- b', 'document-kind', expect.any(String)],
    ['both', `${good}\ncorrelation: {type: temporal}`, 'document-kind', expect.any(String)],
  ])('%s', (_name, text, code, mend) => {
    const { rules, errors } = load(text);
    expect(rules).toEqual([]);
    expect(errors).toMatchObject([{ code, mend, line: expect.any(Number) }]);
  });

  test("an attribute of one's own is a warning, as Sigma allows it", () => {
    const { rules, warnings } = load(`${good}\nteam: blue\n`);
    expect(rules).toHaveLength(1);
    expect(warnings).toMatchObject([{ code: 'attribute-unknown', field: 'team' }]);
  });

  test('a rule without a level counts as low, and that is said', () => {
    const { rules, warnings } = load(good.replace('level: medium', ''));
    expect(rules).toMatchObject([{ level: 'low' }]);
    expect(warnings).toMatchObject([{ code: 'attribute-missing', field: 'level' }]);
  });

  test('a deprecated rule is not run, and that is said', () => {
    const { rules, warnings } = load(`${good}\nstatus: deprecated`);
    expect(rules).toEqual([]);
    expect(warnings).toMatchObject([{ code: 'rule-not-run', field: 'status' }]);
  });

  test('the second rule with an id or a name is refused, and names the first', () => {
    const sameId = rule('s: {target: x}\ncondition: s').replace('rule_1', 'rule_2');
    const sameName = rule('s: {target: x}\ncondition: s', { id: 3 }).replace('rule_3', 'rule_1');
    const { rules, errors } = load([good, sameId, sameName].join('\n---\n'));
    expect(rules.map(({ id }) => id)).toEqual([idOf(1)]);
    expect(errors).toMatchObject([
      { code: 'id-duplicate', message: expect.stringContaining('"Rule 1"') },
      { code: 'name-duplicate' },
    ]);
  });
});

describe('a rule that can never match is a warning', () => {
  test.each([
    ['a field of another category', 's: {dns.question.name: x}\ncondition: s', 'file_access'],
    ['an operation of another category', 's: {operation: net.connect}\ncondition: s', 'dns_lookup'],
    [
      'selections that exclude each other',
      's: {operation: dns.lookup}\nt: {operation: net.connect}\ncondition: s and t',
      null,
    ],
  ])('%s', (_name, detection, category) => {
    const text = rule(detection);
    const source = category === null ? text : text.replace('culprit}', `culprit, category: ${category}}`);
    expect(load(source).warnings).toMatchObject([{ code: 'rule-never-matches' }]);
  });

  test('an ordinary rule is none', () => {
    expect(load(good).warnings).toEqual([]);
  });
});

describe('filters', () => {
  const filter = (body: string, more = ''): string =>
    `title: Filter\nid: ${idOf(50)}\nlogsource: {product: python, service: culprit${more}}\nfilter:\n${body.replace(/^/gm, '    ')}`;
  const notOurs = filter('rules: [rule_1]\nselection: {package.name: notifylib}\ncondition: not selection');

  test('leave out what they name, of the rules that they name', () => {
    const other = rule('selection: {target.class: bot-api}\ncondition: selection', { id: 2 });
    const detector = detectorOf(rulesOf(good, other, notOurs));
    const notify = stored({ package: { name: 'notifylib', version: '1' } });
    expect(detector.process([notify]).map(({ rule: { id } }) => id)).toEqual([idOf(2)]);
    expect(detector.process([stored()])).toHaveLength(2);
  });

  test('may stand in a file of their own, before or after, and name rules by id', () => {
    const folder = folderOf({ 'a-filter.yaml': notOurs.replace('rule_1', idOf(1).toUpperCase()), 'b.yaml': good });
    const { rules, errors } = loadRules(folder);
    expect(errors).toEqual([]);
    expect(detectorOf(rules).process([stored({ package: { name: 'notifylib', version: '1' } })])).toEqual([]);
  });

  test('that keep what they name are warned of', () => {
    const keep = filter('rules: [rule_1]\nselection: {package.name: notifylib}\ncondition: selection');
    expect(load(`${good}\n---\n${keep}`).warnings).toMatchObject([{ code: 'filter-narrows' }]);
  });

  test.each([
    ['an unknown rule', notOurs.replace('rule_1', 'rule_11'), 'reference-unknown', 'Did you mean rule_1?'],
    ['no rules', notOurs.replace('rules: [rule_1]', ''), 'attribute-missing', expect.any(String)],
    ['a level', `${notOurs}\nlevel: low`, 'attribute-unknown', expect.any(String)],
    ['a bad selection', notOurs.replace('package.name', 'package.nam'), 'field-unknown', 'Did you mean package.name?'],
    ['no condition', notOurs.replace('condition: not selection', ''), 'attribute-missing', expect.any(String)],
    [
      'another category',
      filter('rules: [rule_1]\ns: {package.name: x}\ncondition: not s', ', category: dns_lookup'),
      'attribute-value',
      expect.any(String),
    ],
  ])('with %s are told, and the rule runs without them', (_name, text, code, mend) => {
    const { rules, errors } = load(`${good}\n---\n${text}`);
    expect(errors).toMatchObject([{ code, mend }]);
    expect(detectorOf(rules).process([stored({ package: { name: 'notifylib', version: '1' } })])).toHaveLength(1);
  });
});

describe('correlations', () => {
  const other = rule('selection: {target.class: ssh-key}\ncondition: selection', { id: 2 });
  const section = 'type: temporal\nrules: [rule_1, rule_2]\ngroup-by: [host.id, package.name]\ntimespan: 10m';

  test('silence the rules that they refer to, unless they generate', () => {
    const standalone = (more: string) =>
      rulesOf(good, other, correlation(section + more)).map(({ isStandalone }) => isStandalone);
    expect(standalone('')).toEqual([false, false, true]);
    expect(standalone('\ngenerate: true')).toEqual([true, true, true]);
  });

  test('that silence a rule of another file say so', () => {
    const folder = folderOf({ 'a.yaml': good, 'b.yaml': other, 'c.yaml': correlation(section) });
    const { warnings } = loadRules(folder);
    expect(warnings.map(({ code }) => code)).toEqual(['rule-silenced', 'rule-silenced']);
    expect(warnings[0]?.message).toContain('"Rule 1"');
  });

  test('without a level are as grave as the gravest of their rules', () => {
    const grave = other.replace('level: medium', 'level: critical');
    const rules = rulesOf(good, grave, correlation(section).replace('level: high', ''));
    expect(rules.at(-1)).toMatchObject({ kind: 'correlation', level: 'critical' });
  });

  const bad = (from: string | RegExp, to: string) => correlation(section.replace(from, to));
  const count = (condition: string, type = 'event_count') =>
    correlation(`type: ${type}\nrules: [rule_1]\ngroup-by: [host.id]\ntimespan: 5m\ncondition: ${condition}`);
  test.each([
    ['type', bad('temporal', 'temporl'), 'attribute-value', 'Did you mean temporal?'],
    ['numeric type', bad('temporal', 'value_avg'), 'correlation-unsupported', expect.any(String)],
    ['unknown rule', bad('rule_2', 'rule_22'), 'reference-unknown', 'Did you mean rule_2?'],
    ['no rules', bad('[rule_1, rule_2]', '[]'), 'attribute-value', expect.any(String)],
    ['twice', bad('rule_2', 'rule_1'), 'attribute-value', expect.any(String)],
    ['field', bad('host.id', 'host.ip'), 'field-unknown', 'Did you mean host.id?'],
    ['list field', bad('host.id', 'culprit.chain'), 'value-invalid', expect.any(String)],
    ['timespan', bad('10m', '10 minutes'), 'attribute-value', expect.any(String)],
    ['long timespan', bad('10m', '31d'), 'attribute-value', expect.any(String)],
    ['attribute', correlation(`${section}\ngroupby: [host.id]`), 'attribute-unknown', 'Did you mean group-by?'],
    [
      'text condition',
      correlation(`${section}\ncondition: rule_1 and rule_2`),
      'correlation-unsupported',
      expect.any(String),
    ],
    ['too many', correlation(`${section}\ncondition: {gte: 3}`), 'attribute-value', expect.any(String)],
    [
      'some, in order',
      correlation(`${section.replace('temporal', 'temporal_ordered')}\ncondition: {gte: 1}`),
      'correlation-unsupported',
      expect.any(String),
    ],
    ['no condition', count('{}'), 'correlation-unsupported', expect.any(String)],
    ['upper bound only', count('{lt: 5}'), 'correlation-unsupported', expect.any(String)],
    ['no number', count('{gte: many}'), 'attribute-value', expect.any(String)],
    ['comparison', count('{more: 5}'), 'attribute-unknown', expect.any(String)],
    ['missing', count('{gte: 5}').replace(/\n *condition.*/, ''), 'attribute-missing', expect.any(String)],
    ['no field', count('{gte: 5}', 'value_count'), 'attribute-missing', expect.any(String)],
    ['counted field', count('{gte: 5, field: targt}', 'value_count'), 'field-unknown', 'Did you mean target?'],
    ['generate', correlation(`${section}\ngenerate: yes`), 'attribute-type', 'Write true or false.'],
    [
      'log source',
      correlation(section, { more: 'logsource: {product: python}' }),
      'attribute-unknown',
      expect.any(String),
    ],
    ['itself', bad('rule_2', 'correlation_9'), 'reference-cycle', 'Break the circle.'],
    [
      'sentence',
      correlation(section, { more: "culprit: {sentence: '{rule_3:target}'}" }),
      'sentence-invalid',
      expect.any(String),
    ],
    [
      'alias without a rule',
      correlation(`${section}\naliases: {who: {rule_1: package.name}}`),
      'attribute-missing',
      expect.any(String),
    ],
    [
      'alias of a stranger',
      correlation(`${section}\naliases: {who: {rule_1: package.name, rule_2: package.name, rule_3: target}}`),
      'reference-unknown',
      expect.any(String),
    ],
  ])('with a bad %s are refused, and their rules run alone', (_name, text, code, mend) => {
    const { rules, errors } = load([good, other, text].join('\n---\n'));
    expect(errors).toMatchObject([{ code, mend }]);
    expect(rules.map(({ id, isStandalone }) => [id, isStandalone])).toEqual([
      [idOf(1), true],
      [idOf(2), true],
    ]);
  });

  test('a rule with an error takes its correlation along, which says so', () => {
    const broken = other.replace('target.class', 'targt.class');
    const { rules, errors } = load([good, broken, correlation(section)].join('\n---\n'));
    expect(rules.map(({ id }) => id)).toEqual([idOf(1)]);
    expect(errors.map(({ code }) => code)).toEqual(['field-unknown', 'reference-broken']);
  });

  test('a circle of two is refused', () => {
    const one = correlation(section.replace('rule_2', 'correlation_8'));
    const two = correlation(section.replace('rule_2', 'correlation_9'), { id: 8 });
    const { rules, errors } = load([good, one, two].join('\n---\n'));
    expect(rules).toHaveLength(1);
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['reference-cycle', 'reference-broken']));
  });
});

test('every code of a problem is explained', () => {
  for (const [code, meaning] of Object.entries(problemCodes)) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(meaning).toMatch(/^[A-Z].*\.$/);
  }
});
