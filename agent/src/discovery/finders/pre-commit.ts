import { join } from 'node:path';
import { namesIn } from '../../environments/layout.ts';
import type { Finder } from '../finder.ts';
import { variable, xdgCache } from '../user-folders.ts';

/** `$PRE_COMMIT_HOME`, by default ~/.cache/pre-commit: repoXXXX/py_env-VERSION for each repository of hooks. */
export const preCommit: Finder = {
  source: 'https://pre-commit.com/#managing-ci-caches',
  containers(home) {
    const cache = variable(home, 'PRE_COMMIT_HOME') ?? join(xdgCache(home), 'pre-commit');
    return [cache, ...namesIn(cache).map((name) => join(cache, name))].map((path) => ({ path, origin: 'pre-commit' }));
  },
};
