/** A package's own tests, out of its source distribution. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnv } from '../test/python/clean-env.ts';
import { lastLine } from '../test/python/command.ts';
import type { Lab } from './lab.ts';

/**
 * Downloads "NAME==VERSION" as source unless it is there, and gives a copy of it in the lab's folder. (The kept one
 * lies below a hidden folder, where a file that is opened is a telling one.)
 * @throws Error that quotes pip, or says that there are no tests in it.
 */
export function unpackSuite({ environment, dir }: Lab, requirement: string): string {
  const kept = join(environment.dir, 'sources', requirement);
  if (!existsSync(kept)) {
    try {
      download(environment.python, requirement, kept);
    } catch (error) {
      rmSync(kept, { recursive: true, force: true });
      throw error;
    }
  }
  const [folder] = readdirSync(kept, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const copy = join(dir, requirement);
  if (folder === undefined || !existsSync(join(kept, folder.name, 'tests')))
    throw new Error(`${requirement} ships no tests`);
  cpSync(join(kept, folder.name), copy, { recursive: true });
  return copy;
}

function download(python: string, requirement: string, to: string): void {
  const unpack =
    'import glob, shutil, sys; [shutil.unpack_archive(file, sys.argv[1]) for file in glob.glob(sys.argv[1] + "/*.tar.gz")]';
  for (const args of [
    [
      '-m',
      'pip',
      '--quiet',
      '--disable-pip-version-check',
      '--no-input',
      'download',
      '--no-deps',
      '--no-binary',
      ':all:',
      '--dest',
      to,
      requirement,
    ],
    ['-c', unpack, to],
  ]) {
    const { status, stderr } = spawnSync(python, args, { env: cleanEnv(), encoding: 'utf8', timeout: 240_000 });
    if (status !== 0) throw new Error(`the source of ${requirement} can't be had: ${lastLine(stderr)}`);
  }
}
