import { join } from 'node:path';
import type { Finder } from '../finder.ts';
import { absolute, tomlString, userCache, userConfig, variable } from '../user-folders.ts';

/** `virtualenvs.path`, by default {cache-dir}/virtualenvs; in the project where it is told to. */
export const poetry: Finder = {
  source: 'https://python-poetry.org/docs/configuration/#virtualenvspath',
  containers(home) {
    const settings = join(variable(home, 'POETRY_CONFIG_DIR') ?? userConfig(home, 'pypoetry'), 'config.toml');
    const set = (table: string, key: string): string | null => {
      const value = tomlString(settings, table, key);
      return value === null ? null : absolute(home, value);
    };
    const cache = variable(home, 'POETRY_CACHE_DIR') ?? set('', 'cache-dir') ?? userCache(home, 'pypoetry');
    const path = variable(home, 'POETRY_VIRTUALENVS_PATH') ?? set('virtualenvs', 'path') ?? join(cache, 'virtualenvs');
    return [{ path, origin: 'poetry' }];
  },
};
