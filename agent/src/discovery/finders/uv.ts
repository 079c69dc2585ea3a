import { join } from 'node:path';
import type { Finder, Home } from '../finder.ts';
import { absolute, localAppData, roamingAppData, tomlString, variable, xdgCache, xdgData } from '../user-folders.ts';

/**
 * Tools, interpreters that it manages, and its cache: environments of `uvx` and of scripts live there. A
 * project's own is .venv in it. On macOS too uv follows XDG.
 */
export const uv: Finder = {
  source: 'https://docs.astral.sh/uv/reference/storage/',
  containers(home) {
    const isWindows = home.platform === 'win32';
    const data = isWindows ? join(roamingAppData(home), 'uv', 'data') : join(xdgData(home), 'uv');
    const cache = cacheOf(home) ?? (isWindows ? join(localAppData(home), 'uv', 'cache') : join(xdgCache(home), 'uv'));
    return [
      { path: variable(home, 'UV_TOOL_DIR') ?? join(data, 'tools'), origin: 'uv-tool' },
      { path: variable(home, 'UV_PYTHON_INSTALL_DIR') ?? join(data, 'python'), origin: 'uv-python' },
      // The names are uv's own buckets; a number changes when their format does. What is in builds-v0 lives for moments.
      ...['environments-v1', 'environments-v2', 'archive-v0'].map(
        (bucket) => ({ path: join(cache, bucket), origin: 'uv-cache' }) as const,
      ),
    ];
  },
};

function cacheOf(home: Home): string | null {
  const settings = home.platform === 'win32' ? join(roamingAppData(home), 'uv') : join(configOf(home), 'uv');
  const set = tomlString(join(settings, 'uv.toml'), '', 'cache-dir');
  return variable(home, 'UV_CACHE_DIR') ?? (set === null ? null : absolute(home, set));
}

function configOf(home: Home): string {
  return variable(home, 'XDG_CONFIG_HOME') ?? join(home.dir, '.config');
}
