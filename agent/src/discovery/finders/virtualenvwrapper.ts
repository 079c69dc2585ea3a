import { join } from 'node:path';
import type { Finder } from '../finder.ts';
import { variable } from '../user-folders.ts';

/** `$WORKON_HOME`, by default ~/.virtualenvs; PyCharm takes the same folder for those that it makes outside of projects. */
export const virtualenvwrapper: Finder = {
  source: 'https://virtualenvwrapper.readthedocs.io/en/latest/install.html#location-of-environments',
  containers: (home) =>
    [variable(home, 'WORKON_HOME'), join(home.dir, '.virtualenvs')]
      .filter((path) => path !== null)
      .map((path) => ({ path, origin: 'virtualenvwrapper' })),
};
