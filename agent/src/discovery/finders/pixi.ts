import { join } from 'node:path';
import { namesIn } from '../../environments/layout.ts';
import type { Finder } from '../finder.ts';
import { absolute, tomlString, userCache, variable } from '../user-folders.ts';

/**
 * Global environments are in $PIXI_HOME/envs; a workspace's in .pixi/envs (the walk finds those), or, detached, in a
 * folder of that workspace's below {cache}/envs or below what `detached-environments` says.
 */
export const pixi: Finder = {
  source: 'https://pixi.prefix.dev/latest/reference/pixi_configuration/#detached-environments',
  containers(home) {
    const root = variable(home, 'PIXI_HOME') ?? join(home.dir, '.pixi');
    const cache = variable(home, 'PIXI_CACHE_DIR') ?? join(userCache(home, 'rattler'), 'cache');
    const set = tomlString(join(root, 'config.toml'), '', 'detached-environments');
    const detached = (set === null ? null : absolute(home, set)) ?? join(cache, 'envs');
    return [join(root, 'envs'), ...namesIn(detached).map((name) => join(detached, name, 'envs'))].map((path) => ({
      path,
      origin: 'pixi',
    }));
  },
};
