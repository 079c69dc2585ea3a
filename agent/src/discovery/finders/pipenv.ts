import { join } from 'node:path';
import type { Finder } from '../finder.ts';
import { variable, xdgData } from '../user-folders.ts';

/** `$WORKON_HOME`, by default ~/.local/share/virtualenvs, on Windows ~/.virtualenvs; in the project where it is told to. */
export const pipenv: Finder = {
  source: 'https://pipenv.pypa.io/en/latest/virtualenv.html#virtual-environment-location',
  containers: (home) => [
    {
      path:
        variable(home, 'WORKON_HOME') ??
        (home.platform === 'win32' ? join(home.dir, '.virtualenvs') : join(xdgData(home), 'virtualenvs')),
      origin: 'pipenv',
    },
  ],
};
