import { expect, test } from 'vitest';
import { compareOutcomes, confirmDifferences, readFailure, readOutcomes } from './outcomes.ts';

const xml = `<testsuites tests="5"><testsuite tests="5"><testcase name="t.A.one" status="run" time="0.1" />
<testcase name="t.A.two" status="run"><skipped>not here</skipped></testcase>
<testcase name="t.A.three" status="run"><failure type="AssertionError" message="m">1 &lt; 0</failure></testcase>
<testcase name="t.A.four" status="run" /><testcase name="t.A.four" status="run"><error>E</error></testcase></testsuite>
</testsuites>`;

test('an outcome is read for each test', () => {
  expect([...readOutcomes(xml)]).toEqual([
    ['t.A.one', 'passed'],
    ['t.A.two', 'skipped'],
    ['t.A.three', 'failed'],
    ['t.A.four', 'error+passed'],
  ]);
});

test('the message of a failure is read, and of nothing else', () => {
  expect(readFailure(xml, 't.A.three')).toBe('1 < 0');
  expect(readFailure(xml, 't.A.nine')).toBe('');
});

test('a difference is an outcome that is another one, or a test that did not run', () => {
  const bare = new Map([
    ['same', 'failed'],
    ['other', 'passed'],
    ['gone', 'passed'],
  ]);
  const hooked = new Map([
    ['same', 'failed'],
    ['other', 'error'],
  ]);
  const differences = compareOutcomes(bare, hooked);
  expect(differences).toEqual([
    { test: 'gone', bare: 'passed', hooked: 'absent' },
    { test: 'other', bare: 'passed', hooked: 'error' },
  ]);
  // The second time "other" fails again, and "gone" has come back.
  expect(confirmDifferences(differences, bare, new Map([...hooked, ['gone', 'passed']]))).toEqual({
    steady: [{ test: 'other', bare: 'passed', hooked: 'error' }],
    unsteady: [{ test: 'gone', bare: 'passed', hooked: 'absent' }],
  });
});

test('a test that changes its mind without the hook is no difference', () => {
  const difference = { test: 'flaky', bare: 'passed', hooked: 'failed' };
  const failed = new Map([['flaky', 'failed']]);
  expect(confirmDifferences([difference], failed, failed)).toEqual({ steady: [], unsteady: [difference] });
});
