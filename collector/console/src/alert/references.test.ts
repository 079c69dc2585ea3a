import { expect, test } from 'vitest';
import { techniqueOf, webAddress } from './references.ts';

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'java\nscript:alert(1)',
  'file:///etc/passwd',
  'an advisory',
  '',
])('%j is no address to follow', (text) => {
  expect(webAddress(text)).toBeUndefined();
});

test('a web address is', () => {
  expect(webAddress('https://osv.dev/vulnerability/MAL-2024-11518')).toBe(
    'https://osv.dev/vulnerability/MAL-2024-11518',
  );
});

test('a tag of a technique leads to its page, another tag nowhere', () => {
  expect(techniqueOf('attack.t1195.002')?.href).toBe('https://attack.mitre.org/techniques/T1195/002/');
  expect(techniqueOf('attack.t1027')?.name).toBe('ATT&CK T1027');
  expect(techniqueOf('attack.exfiltration')).toBeUndefined();
});
