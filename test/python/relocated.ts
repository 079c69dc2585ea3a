/** A copy of an interpreter, prefix and all, that a test may change: the machine's own stays as it is. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Copies the prefix of an interpreter to `dir`, by hard links where the file system allows it, without the packages that
 * are installed there. CPython finds its prefix by where its executable is, so the copy is an interpreter of its own.
 * @param executable the real one, in PREFIX/bin
 * @returns the executable of the copy
 */
export function relocate(executable: string, dir: string): string {
  const prefix = dirname(dirname(executable));
  const version = basename(executable).replace('python', '');
  for (const folder of ['bin', 'lib']) mkdirSync(join(dir, folder), { recursive: true });
  const copy = (from: string, to: string): void => {
    try {
      execFileSync('cp', ['-al', from, to], { stdio: 'ignore' });
    } catch {
      execFileSync('cp', ['-a', from, to]);
    }
  };
  // Not by a link: the kernel tells a process its executable by any of its names.
  execFileSync('cp', ['-p', executable, join(dir, 'bin', basename(executable))]);
  const library = join(dir, 'lib', `python${version}`);
  mkdirSync(library);
  const own = join(prefix, 'lib', `python${version}`);
  for (const name of readdirSync(own)) {
    if (!['site-packages', 'dist-packages', 'test', 'idlelib', 'tkinter', 'lib2to3'].includes(name)) {
      copy(join(own, name), join(library, name));
    }
  }
  mkdirSync(join(library, 'site-packages'));
  for (const name of readdirSync(join(prefix, 'lib')).filter((each) => /^libpython/.test(each))) {
    copy(join(prefix, 'lib', name), join(dir, 'lib', name));
  }
  const header = join(prefix, 'include', `python${version}`, 'patchlevel.h');
  if (existsSync(header)) {
    mkdirSync(join(dir, 'include', `python${version}`), { recursive: true });
    copy(header, join(dir, 'include', `python${version}`, 'patchlevel.h'));
  }
  return join(dir, 'bin', basename(executable));
}
