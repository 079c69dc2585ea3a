import { linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { requireCatalogue, rulesFolder } from './catalogue.ts';
import { createFileClasses } from './file-classes.ts';
import { createHardLinks, type HardLinks } from './hard-links.ts';
import { createTilde } from './home-folders.ts';

const { files: entries } = requireCatalogue(rulesFolder({}));

function home(): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-hard-')));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const path of ['.ssh/id_rsa', '.ssh/id_rsa.pub', '.netrc', 'notes.txt']) {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), '');
  }
  return dir;
}

function hardLinks(dir: string, clock = () => 0): HardLinks {
  const fileClass = createFileClasses({ entries, tilde: createTilde([dir]) });
  return createHardLinks({ entries, fileClass, homes: [dir], clock });
}

test.skipIf(process.platform === 'win32')('a second name of a sensitive file is that file', () => {
  const dir = home();
  const second = (of: string, name: string): string => {
    linkSync(join(dir, of), join(dir, name));
    return join(dir, name);
  };
  const key = second('.ssh/id_rsa', 'photo.jpg');
  const login = second('.netrc', 'login.txt');
  const open = second('.ssh/id_rsa.pub', 'public.txt');
  const ordinary = second('notes.txt', 'copy.txt');
  const classOf = hardLinks(dir);
  expect([key, login, open, ordinary].map(classOf)).toEqual(['ssh-key', 'netrc', null, null]);
  expect(classOf(join(dir, 'gone'))).toBeNull();
});

test.skipIf(process.platform === 'win32')('a name that is given later is found a moment later', () => {
  const dir = home();
  let now = 0;
  const classOf = hardLinks(dir, () => now);
  linkSync(join(dir, 'notes.txt'), join(dir, 'copy.txt'));
  expect(classOf(join(dir, 'copy.txt'))).toBeNull();
  linkSync(join(dir, '.ssh/id_rsa'), join(dir, 'photo.jpg'));
  now = 2_000;
  expect(classOf(join(dir, 'photo.jpg'))).toBe('ssh-key');
});
