import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellWord, whoCommand } from './shell-word.ts';

test('a host, a path and a class need no quotes', () => {
  for (const word of ['api.telegram.org', '/etc/passwd', 'class:ssh-key', '10.0.0.0/8', '2001:db8::1']) {
    expect(shellWord(word)).toBe(word);
  }
});

test('what the shell would expand is quoted', () => {
  expect(whoCommand('~/.ssh/*')).toBe("culprit who '~/.ssh/*'");
  expect(whoCommand('$(reboot)')).toBe("culprit who '$(reboot)'");
});

test('what narrows the question narrows the command', () => {
  expect(whoCommand('x.test', { since: '7d', machine: 'a b', package: undefined })).toBe(
    "culprit who --since=7d --machine='a b' x.test",
  );
});

test('a target that looks like an option stands behind --', () => {
  expect(whoCommand('--since')).toBe('culprit who -- --since');
});

test.each(['', "it's", 'a\nreboot\n', "\u001b[2J'\\", 'x\u202ey', '`id`', '🐍\u200b', '\\n', 'ünïcode name'])(
  'bash reads %j back as one word, the same',
  (word) => {
    const read = execFileSync('bash', ['--norc', '-c', `printf '%s' ${shellWord(word)}`], {
      env: { LC_ALL: 'C.UTF-8' },
    });
    expect(read.toString('utf8')).toBe(word);
  },
);
