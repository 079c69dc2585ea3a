import { join } from 'node:path';
import type { Finder } from '../finder.ts';
import { absolute, tomlString, userConfig, userData, variable } from '../user-folders.ts';

/** `venv.location`, by default {data dir}/venvs; .venv in the project first. Its own Pythons are in {data dir}/python. */
export const pdm: Finder = {
  source: 'https://pdm-project.org/en/latest/usage/venv/#the-location-of-virtualenvs',
  containers(home) {
    const data = userData(home, 'pdm');
    const settings = variable(home, 'PDM_CONFIG_FILE') ?? join(userConfig(home, 'pdm'), 'config.toml');
    const set = tomlString(settings, 'venv', 'location');
    const venvs = (set === null ? null : absolute(home, set)) ?? join(data, 'venvs');
    return [
      { path: venvs, origin: 'pdm' },
      { path: join(data, 'python'), origin: 'pdm-python' },
    ];
  },
};
