import { join } from 'node:path';
import { namesIn } from '../../environments/layout.ts';
import type { Finder, Home } from '../finder.ts';
import { variable } from '../user-folders.ts';

/** $PYENV_ROOT/versions; pyenv-virtualenv's environments are links there, and lie in versions/X.Y.Z/envs. */
export const pyenv: Finder = {
  source: 'https://github.com/pyenv/pyenv#locating-pyenv-provided-python-installations',
  containers: (home) =>
    rootsOf(home).flatMap((root) => {
      const versions = join(root, 'versions');
      return [versions, ...namesIn(versions).map((name) => join(versions, name, 'envs'))].map((path) => ({
        path,
        origin: 'pyenv',
      }));
    }),
};

function rootsOf(home: Home): string[] {
  return [
    variable(home, 'PYENV_ROOT'),
    join(home.dir, '.pyenv'),
    ...(home.platform === 'win32' ? [join(home.dir, '.pyenv', 'pyenv-win')] : []),
  ].filter((path) => path !== null);
}
