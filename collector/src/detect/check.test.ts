import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkFiles, rulesFolder } from './check.ts';
import { correlation, folderOf, idOf, rule } from './testing/rules.ts';

const own = rule('s: {target.class: bot-api, package.name|exists: true}\ncondition: s');
const hit = '{operation: net.connect, target: api.telegram.org, target.class: bot-api}';
const miss = '{operation: net.connect, target: api.telegram.org, target.class: bot-api, package.name: null}';

describe('checking rule files', () => {
  test('a good rule with good examples has nothing to say', () => {
    const folder = folderOf({
      'detections/own.yaml': own,
      'examples/own.yaml': `match: [${hit}]\nignore: [${miss}]\n`,
    });
    const result = checkFiles([join(folder, 'detections', 'own.yaml')]);
    expect(result).toMatchObject({ errors: [], warnings: [], examples: 2, rules: [{ id: idOf(1) }] });
  });

  test('an example that fails is an error with its line', () => {
    const folder = folderOf({
      'detections/own.yaml': own,
      'examples/own.yaml': `match:\n    - ${miss}\nignore:\n    - ${hit}\n`,
    });
    const { errors } = checkFiles([join(folder, 'detections')]);
    expect(errors).toMatchObject([
      { code: 'example-failed', file: join(folder, 'examples', 'own.yaml'), line: 2 },
      { code: 'example-failed', line: 4 },
    ]);
  });

  test.each([
    ['- a', 'example-invalid'],
    ['match: x', 'example-invalid'],
    ['match: [x]', 'example-invalid'],
    ['match: [{target: x}]', 'example-invalid'],
    ['match: [{operation: net.conect}]', 'example-invalid'],
    ['match: [{operation: net.connect, tarjet: x}]', 'attribute-unknown'],
    ['mach: []', 'attribute-unknown'],
  ])('examples that cannot be read are told: %s', (text, code) => {
    const folder = folderOf({ 'detections/own.yaml': own, 'examples/own.yaml': text });
    expect(checkFiles([join(folder, 'detections')]).errors).toMatchObject([{ code }]);
  });

  test('may refer to the rules that ship', () => {
    const section =
      'type: temporal\nrules: [key_material_opened, rule_1]\ngroup-by: [host.id]\ntimespan: 5m\ngenerate: true';
    const folder = folderOf({ 'own.yaml': `${own}\n---\n${correlation(section)}` });
    expect(checkFiles([folder])).toMatchObject({ errors: [], rules: [{}, {}] });
    expect(checkFiles([folder], { library: null }).errors).toMatchObject([{ code: 'reference-unknown' }]);
  });

  test('an id that ships already is taken', () => {
    const shipped = join(rulesFolder(), 'detections', 'key_material_opened.yaml');
    expect(checkFiles([shipped]).errors).toEqual([]);
    const id = checkFiles([shipped]).rules[0]?.id ?? '';
    const folder = folderOf({ 'own.yaml': own.replace(idOf(1), id) });
    expect(checkFiles([folder]).errors).toMatchObject([{ code: 'id-duplicate', file: join(folder, 'own.yaml') }]);
  });

  test('of a file with several rules, the examples are about the last', () => {
    const first = rule('s: {operation: code.exec}\ncondition: s', { id: 2 });
    const folder = folderOf({
      'detections/own.yaml': `${first}\n---\n${own}`,
      'examples/own.yaml': `match: [${hit}]\nignore: [{operation: code.exec}]\n`,
    });
    expect(checkFiles([join(folder, 'detections')])).toMatchObject({ errors: [], examples: 2 });
  });

  test('a file that is not there is told', () => {
    expect(checkFiles(['/nowhere.yaml']).errors).toMatchObject([{ code: 'file-unreadable' }]);
  });

  test('CULPRIT_RULES names another folder', () => {
    expect(rulesFolder({ CULPRIT_RULES: '/elsewhere' })).toBe('/elsewhere');
    expect(rulesFolder({})).toMatch(/rules.?$/);
  });
});
