import { join } from 'node:path';
import { namesIn } from '../../environments/layout.ts';
import type { Finder } from '../finder.ts';
import { userData, variable } from '../user-folders.ts';

/** {data dir}/env/virtual/PROJECT/HASH/ENVIRONMENT, and the Pythons that it installs, in {data dir}/pythons. */
export const hatch: Finder = {
  source: 'https://hatch.pypa.io/latest/plugins/environment/virtual/#location',
  containers(home) {
    const data = variable(home, 'HATCH_DATA_DIR') ?? userData(home, 'hatch');
    const root = join(data, 'env', 'virtual');
    const projects = namesIn(root).map((name) => join(root, name));
    const hashes = projects.flatMap((project) => namesIn(project).map((name) => join(project, name)));
    return [
      ...[root, ...projects, ...hashes].map((path) => ({ path, origin: 'hatch' }) as const),
      ...[join(data, 'pythons'), ...namesIn(join(data, 'pythons')).map((name) => join(data, 'pythons', name))].map(
        (path) => ({ path, origin: 'hatch-python' }) as const,
      ),
    ];
  },
};
