import { isAbsolute, join } from 'node:path';
import { readText } from '../../environments/bounded-read.ts';
import { namesIn } from '../../environments/layout.ts';
import type { Finder, Home } from '../finder.ts';
import { roamingAppData, variable, xdgData } from '../user-folders.ts';

const maxBytes = 64 * 1024;

/** A kernel's kernel.json begins its command line with the interpreter that it runs in. */
export const jupyter: Finder = {
  source: 'https://jupyter-client.readthedocs.io/en/latest/kernels.html#kernel-specs',
  places: (home) =>
    foldersOf(home).flatMap((folder) =>
      namesIn(folder).flatMap((name) => {
        const path = interpreterOf(readText(join(folder, name, 'kernel.json'), maxBytes));
        return path === null ? [] : [{ path, origin: 'jupyter' } as const];
      }),
    ),
};

function foldersOf(home: Home): string[] {
  const paths = (home.env.JUPYTER_PATH ?? '').split(home.platform === 'win32' ? ';' : ':').filter(isAbsolute);
  const own = variable(home, 'JUPYTER_DATA_DIR');
  const shared =
    home.platform === 'win32' ? ['C:/ProgramData/jupyter'] : ['/usr/local/share/jupyter', '/usr/share/jupyter'];
  const data =
    home.platform === 'darwin'
      ? join(home.dir, 'Library', 'Jupyter')
      : home.platform === 'win32'
        ? join(roamingAppData(home), 'jupyter')
        : join(xdgData(home), 'jupyter');
  return [...paths, ...(own === null ? [] : [own]), data, ...shared].map((path) => join(path, 'kernels'));
}

function interpreterOf(text: string | null): string | null {
  try {
    const { argv } = Object(JSON.parse(text ?? '')) as { argv?: unknown };
    const [first] = Array.isArray(argv) ? (argv as unknown[]) : [];
    return typeof first === 'string' && isAbsolute(first) ? first : null;
  } catch {
    return null;
  }
}
