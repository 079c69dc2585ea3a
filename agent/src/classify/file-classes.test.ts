import { describe, expect, test } from 'vitest';
import type { FileEntry } from './catalogue.ts';
import { createFileClasses } from './file-classes.ts';
import { createTilde } from './home-folders.ts';

const entry = (name: string, paths: string[], more: Partial<FileEntry> = {}): FileEntry => ({
  class: name,
  description: name,
  source: 'test',
  paths,
  ...more,
});

const entries = [
  entry('ssh-key', ['**/.ssh/id_*', '/etc/ssh/ssh_host_*_key'], { except: ['**/*.pub'] }),
  entry('wallet', ['~/.bitcoin/wallets/**', '~/.electrum/config']),
  entry('keychain', ['~/Library/Keychains/**'], { os: ['darwin'] }),
  entry('env-file', ['**/.env', '**/.env.*'], { except: ['**/.env.example'] }),
  entry('second', ['**/.ssh/id_*', '**/.env.example', '~/.electrum/config']),
];
const tilde = createTilde(['/srv/people/ann']);
const classes = (platform: NodeJS.Platform) => createFileClasses({ entries, tilde, platform });

describe('the first entry that matches gives the class', () => {
  test.each([
    ['/srv/people/ann/.ssh/id_rsa', 'ssh-key'],
    ['/mnt/backup/.ssh/id_rsa', 'ssh-key'],
    ['/etc/ssh/ssh_host_ed25519_key', 'ssh-key'],
    ['/etc/ssh/ssh_host_ed25519_key.pub', null],
    // An exception of the first entry does not speak for the others.
    ['/mnt/.ssh/id_rsa.pub', 'second'],
    ['/app/.env', 'env-file'],
    ['/app/.env.local', 'env-file'],
    ['/app/.env.example', 'second'],
    ['/app/env', null],
    ['/srv/people/ann/.bitcoin/wallets/main/wallet.dat', 'wallet'],
    ['/srv/people/ann/.electrum/config', 'wallet'],
    // ~ is anyone's home where systems keep homes, and nobody's elsewhere.
    ['/home/bob/.electrum/config', 'wallet'],
    ['/Users/eve/.electrum/config', 'wallet'],
    ['/root/.electrum/config', 'wallet'],
    ['/srv/people/bob/.electrum/config', null],
    ['/srv/people/annabel/.electrum/config', null],
    ['/Users/eve/Library/Keychains/login.keychain-db', null],
  ])('%s is %s', (path, expected) => {
    const classOf = classes('linux');
    expect(classOf(path)).toBe(expected);
    expect(classOf(path), 'the second time, from memory').toBe(expected);
  });
});

test('an entry counts on its own platforms only', () => {
  expect(classes('darwin')('/Users/eve/Library/Keychains/login.keychain-db')).toBe('keychain');
});

test('on macOS and Windows, case makes no other file', () => {
  const onMac = createTilde(['/Volumes/People/Ann'], 'darwin');
  expect(onMac('/volumes/people/ANN/.ssh')).toBe('~/.ssh');
  expect(onMac('/users/eve/.ssh')).toBe('~/.ssh');
  expect(createTilde(['/srv/Ann'], 'linux')('/srv/ann/.ssh')).toBe('/srv/ann/.ssh');
  expect(classes('darwin')('/Users/eve/.SSH/ID_RSA')).toBe('ssh-key');
  expect(classes('win32')('C:/Users/eve/.Electrum/CONFIG')).toBe('wallet');
  expect(classes('linux')('/home/eve/.SSH/ID_RSA')).toBeNull();
});
