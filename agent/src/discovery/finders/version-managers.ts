import { join } from 'node:path';
import type { Finder } from '../finder.ts';
import { localAppData, variable, xdgData } from '../user-folders.ts';

/** asdf, mise and rye: a folder for each version of Python. */
export const versionManagers: Finder = {
  source: 'https://mise.jdx.dev/directories.html',
  containers(home) {
    const asdf = variable(home, 'ASDF_DATA_DIR') ?? join(home.dir, '.asdf');
    const data = home.platform === 'win32' ? localAppData(home) : xdgData(home);
    const mise = variable(home, 'MISE_DATA_DIR') ?? join(data, 'mise');
    const rye = variable(home, 'RYE_HOME') ?? join(home.dir, '.rye');
    return [join(asdf, 'installs', 'python'), join(mise, 'installs', 'python'), join(rye, 'py')].map((path) => ({
      path,
      origin: 'version-manager',
    }));
  },
};
