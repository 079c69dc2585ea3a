import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { namesIn } from '../../environments/layout.ts';
import type { Finder, Home } from '../finder.ts';
import { localAppData } from '../user-folders.ts';

const registryPatienceMs = 5_000;
const executable = /^python3(?:\.\d+t?)?$/;

/** The interpreters that an operating system, Homebrew, or python.org's installer puts into place for everyone. */
export const system: Finder = {
  source:
    'https://peps.python.org/pep-0514/ https://docs.brew.sh/Homebrew-and-Python https://docs.python.org/3/using/mac.html',
  places(home) {
    const paths = home.platform === 'win32' ? windows(home) : [...bins(home), ...frameworks(home)];
    return paths.map((path) => ({ path, origin: 'system' }));
  },
};

function bins({ platform }: Home): string[] {
  const folders = ['/usr/bin', '/usr/local/bin', ...(platform === 'darwin' ? ['/opt/homebrew/bin'] : [])];
  const optional = namesIn('/opt').filter((name) => /^python/.test(name));
  return [...folders, ...optional.map((name) => join('/opt', name, 'bin'))].flatMap((folder) =>
    namesIn(folder)
      .filter((name) => executable.test(name))
      .map((name) => join(folder, name)),
  );
}

/** python.org's and Apple's own: a framework is a prefix for each version. */
function frameworks({ platform }: Home): string[] {
  if (platform !== 'darwin') return [];
  const roots = [
    '/Library/Frameworks/Python.framework/Versions',
    '/Library/Developer/CommandLineTools/Library/Frameworks/Python3.framework/Versions',
    '/Applications/Xcode.app/Contents/Developer/Library/Frameworks/Python3.framework/Versions',
  ];
  return roots.flatMap((root) =>
    namesIn(root)
      .filter((name) => /^3\.\d+$/.test(name))
      .map((name) => join(root, name)),
  );
}

/** What PEP 514 has installers write into the registry, and the folders where they put it anyway. */
function windows(home: Home): string[] {
  const below = (dir: string): string[] =>
    namesIn(dir)
      .filter((name) => /^Python3\d+/i.test(name))
      .map((name) => join(dir, name));
  return [
    ...['HKCU', 'HKLM'].flatMap((hive) => installPaths(`${hive}\\Software\\Python\\PythonCore`)),
    ...below(join(localAppData(home), 'Programs', 'Python')),
    ...below('C:/Program Files'),
    ...below('C:/'),
  ];
}

function installPaths(key: string): string[] {
  try {
    const said = execFileSync('reg', ['query', key, '/s', '/v', 'ExecutablePath'], {
      encoding: 'utf8',
      timeout: registryPatienceMs,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return [...said.matchAll(/ExecutablePath\s+REG_SZ\s+(.+?)\r?$/gm)].flatMap(([, path]) => path ?? []);
  } catch {
    // No such key: nobody installed a Python there.
    return [];
  }
}
