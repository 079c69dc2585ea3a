import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AgentError, errorTable, systemCode } from './errors.ts';

/** The rows "| `CODE` | text |" of the document, in their order. */
function documented(): [string, string][] {
  const text = readFileSync(join(import.meta.dirname, '../../docs/errors.md'), 'utf8');
  const rows = text.matchAll(/^\| `(AGENT_ERR_[A-Z_]+)` \| (.+) \|$/gm);
  return [...rows].map(([, code = '', what = '']) => [code, what]);
}

test('docs/errors.md says of each code what the table says, and knows no other', () => {
  expect(documented()).toEqual(Object.entries(errorTable));
});

test('what a code stands for names the mend', () => {
  for (const [code, what] of Object.entries(errorTable)) {
    expect(what, code).toMatch(/^[^\n]+: [^\n]+\.$/);
  }
});

test('an error keeps its code and its cause', () => {
  const cause = Object.assign(new Error('no'), { code: 'EACCES' });
  const error = new AgentError('AGENT_ERR_SPOOL', 'The spool is closed.', { cause });
  expect(error).toMatchObject({ code: 'AGENT_ERR_SPOOL', cause, message: 'The spool is closed.' });
  expect(systemCode(cause)).toBe('EACCES');
  expect(systemCode('EACCES')).toBe('');
});
