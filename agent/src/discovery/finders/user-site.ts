import { join } from 'node:path';
import { namesIn } from '../../environments/layout.ts';
import type { Finder } from '../finder.ts';
import { roamingAppData, variable } from '../user-folders.ts';

/** Where `pip install --user` puts packages: a folder for each version of Python, which every interpreter of it reads. */
export const userSite: Finder = {
  source: 'https://docs.python.org/3/library/site.html#site.USER_BASE',
  places(home) {
    const base = variable(home, 'PYTHONUSERBASE');
    const unix = (root: string): string[] =>
      namesIn(join(root, 'lib'))
        .filter((name) => /^python3\.\d+t?$/.test(name))
        .map((name) => join(root, 'lib', name, 'site-packages'));
    const versions = (root: string, pattern: RegExp, rest: string): string[] =>
      namesIn(root)
        .filter((name) => pattern.test(name))
        .map((name) => join(root, name, rest));
    const paths = [
      ...(base === null ? [] : unix(base)),
      ...(home.platform === 'win32'
        ? versions(join(roamingAppData(home), 'Python'), /^Python3\d+/i, 'site-packages')
        : unix(join(home.dir, '.local'))),
      ...(home.platform === 'darwin'
        ? versions(join(home.dir, 'Library', 'Python'), /^3\.\d+$/, 'lib/python/site-packages')
        : []),
    ];
    return paths.map((path) => ({ path, origin: 'user-site' }));
  },
};
