import { describe, expect, test } from 'vitest';
import { isMatch, load, rule, stored } from './testing/rules.ts';

/** Four selections, of which a and b match the sample and x and y don't; _c matches too. */
const selections = [
  'a: {operation: net.connect}',
  'b: {target.class: bot-api}',
  'x1: {target: nowhere}',
  'x2: {destination.port: 443}',
  '_c: {package.name: aiocpa}',
].join('\n');

function holds(condition: string): boolean {
  return isMatch(`${selections}\ncondition: ${condition}`, stored());
}

function faults(condition: string) {
  return load(rule(`${selections}\ncondition: ${condition}`)).errors;
}

describe('what a condition says', () => {
  test.each([
    ['a', true],
    ['x1', false],
    ['a and b', true],
    ['a and x1', false],
    ['x1 or b', true],
    ['not x1', true],
    ['not not a', true],
    ['x1 or a and b', true],
    ['a or x1 and x1', true],
    ['(a or x1) and x1', false],
    ['not x1 and b', true],
    ['not (x1 or b)', false],
    ['1 of x*', true],
    ['all of x*', false],
    ['1 of them', true],
    ['all of them', false],
    ['any of x*', true],
    ['a and not 1 of x1*', true],
    ['all of _*', true],
    ['A_MISSING', null],
    ['a AND NOT x1', true],
    ['((((a))))', true],
  ])('%s', (condition, expected) => {
    if (expected === null) expect(faults(condition)).toMatchObject([{ code: 'condition-name' }]);
    else expect(holds(condition)).toBe(expected);
  });

  test('"them" leaves out what begins with an underscore', () => {
    const detection = 'x: {target: nowhere}\n_c: {package.name: aiocpa}\ncondition: 1 of them or x';
    expect(isMatch(detection, stored())).toBe(false);
  });

  test('several conditions are joined by or', () => {
    expect(isMatch(`${selections}\ncondition: [x1, a]`, stored())).toBe(true);
    expect(isMatch(`${selections}\ncondition: [x1, not a]`, stored())).toBe(false);
  });
});

describe('what is wrong with a condition is told with its place', () => {
  test.each([
    ['bb', 'condition-name', 'Did you mean b?'],
    ['1 of y*', 'condition-name', expect.any(String)],
    ['a and', 'condition-invalid', 'Name a selection there.'],
    ['and a', 'condition-invalid', 'Name a selection there.'],
    ['a b', 'condition-invalid', 'Put and or or before it.'],
    ['(a', 'condition-invalid', 'Close it.'],
    ['a)', 'condition-invalid', 'Take the parenthesis away.'],
    ['1 of', 'condition-invalid', expect.any(String)],
    ['2 of x*', 'condition-unsupported', expect.any(String)],
    ['"a | count() > 5"', 'condition-unsupported', expect.stringContaining('event_count')],
    ['near', 'condition-unsupported', expect.stringContaining('temporal')],
    ['""', 'condition-invalid', expect.any(String)],
    [`${'('.repeat(99)}a${')'.repeat(99)}`, 'condition-invalid', expect.any(String)],
    [`${'not '.repeat(500)}a`, 'condition-invalid', expect.any(String)],
    ['{a: b}', 'attribute-type', expect.any(String)],
  ])('%s', (condition, code, mend) => {
    expect(faults(condition)).toMatchObject([{ code, mend, line: 11 }]);
  });

  test('a selection that no condition names is a warning', () => {
    expect(load(rule(`${selections}\ncondition: a`)).warnings.map(({ code }) => code)).toContain('selection-unused');
  });

  test('a condition is not blamed for the error of a selection', () => {
    const { errors } = load(rule('a: {tarjet: x}\ncondition: a'));
    expect(errors).toMatchObject([{ code: 'field-unknown', mend: 'Did you mean target?' }]);
  });
});
