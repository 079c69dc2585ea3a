import { join } from 'node:path';
import { parse } from 'yaml';
import { readText } from '../../environments/bounded-read.ts';
import type { Finder, Home } from '../finder.ts';
import { absolute, variable, xdgData } from '../user-folders.ts';

const maxBytes = 1024 * 1024;
/** Where the installers of conda and mamba put their root by default. */
const roots = ['miniconda3', 'anaconda3', 'miniforge3', 'mambaforge', 'micromamba', 'miniconda', 'anaconda'];

/**
 * What ~/.conda/environments.txt lists (conda and micromamba write each prefix that they make into it), the root
 * prefixes with their `envs`, and `envs_dirs` of .condarc.
 */
export const conda: Finder = {
  source: 'https://docs.conda.io/projects/conda/en/stable/user-guide/configuration/settings.html',
  containers: (home) => envsDirs(home).map((path) => ({ path, origin: 'conda' })),
  places(home) {
    const listed = (readText(join(home.dir, '.conda', 'environments.txt'), maxBytes) ?? '').split(/\r?\n/);
    const active = [variable(home, 'CONDA_PREFIX')].filter((path) => path !== null);
    const prefixes = listed.flatMap((line) => absolute(home, line.trim()) ?? []);
    return [...rootPrefixes(home), ...prefixes, ...active].map((path) => ({ path, origin: 'conda' }));
  },
};

function rootPrefixes(home: Home): string[] {
  const system = home.platform === 'win32' ? ['C:/ProgramData'] : ['/opt', '/usr/local'];
  return [
    ...['MAMBA_ROOT_PREFIX', 'CONDA_ROOT', '_CONDA_ROOT'].map((name) => variable(home, name)),
    join(xdgData(home), 'mamba'),
    ...[home.dir, ...system].flatMap((dir) => roots.map((name) => join(dir, name))),
    ...(home.platform === 'win32' ? [] : ['/opt/conda']),
    ...(home.platform === 'darwin'
      ? ['/opt/homebrew/Caskroom/miniconda/base', '/opt/homebrew/Caskroom/miniforge/base']
      : []),
  ].filter((path) => path !== null);
}

function envsDirs(home: Home): string[] {
  const set = ['CONDA_ENVS_DIRS', 'CONDA_ENVS_PATH'].flatMap((name) =>
    (home.env[name] ?? '').split(home.platform === 'win32' ? ';' : ':'),
  );
  const files = ['.condarc', '.conda/.condarc', '.mambarc', '.config/conda/.condarc'];
  const written = files.flatMap((file) => {
    try {
      const settings: unknown = parse(readText(join(home.dir, file), maxBytes) ?? '');
      const { envs_dirs, envs_path } = Object(settings) as Record<string, unknown>;
      return [envs_dirs, envs_path].flat().filter((path) => typeof path === 'string');
    } catch {
      // Someone else's file: what conda makes of a mistake in it is no concern here.
      return [];
    }
  });
  return [
    ...[...set, ...written].flatMap((path) => (path === '' ? [] : (absolute(home, path) ?? []))),
    join(home.dir, '.conda', 'envs'),
    ...rootPrefixes(home).map((root) => join(root, 'envs')),
  ];
}
