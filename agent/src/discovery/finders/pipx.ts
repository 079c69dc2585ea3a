import { join } from 'node:path';
import type { Finder, Home } from '../finder.ts';
import { localAppData, variable, xdgData } from '../user-folders.ts';

/**
 * `$PIPX_HOME`, or where it was by default in one version or another; /opt/pipx for all users. In it: venvs/NAME,
 * .cache/HASH of `pipx run`, and shared, the pip that all of them share.
 */
export const pipx: Finder = {
  source: 'https://pipx.pypa.io/latest/how-to/configure-paths/',
  containers: (home) =>
    homesOf(home).flatMap((root) => [
      { path: join(root, 'venvs'), origin: 'pipx' },
      { path: join(root, '.cache'), origin: 'pipx-run' },
    ]),
  places: (home) => homesOf(home).map((root) => ({ path: join(root, 'shared'), origin: 'pipx' })),
};

function homesOf(home: Home): string[] {
  return [
    variable(home, 'PIPX_HOME'),
    variable(home, 'PIPX_GLOBAL_HOME'),
    join(xdgData(home), 'pipx'),
    join(home.dir, '.local/pipx'),
    ...(home.platform === 'darwin' ? [join(home.dir, 'Library/Application Support/pipx')] : []),
    ...(home.platform === 'win32' ? [join(home.dir, 'pipx'), join(localAppData(home), 'pipx', 'pipx')] : []),
    ...(home.platform === 'win32' ? [] : ['/opt/pipx']),
  ].filter((path) => path !== null);
}
