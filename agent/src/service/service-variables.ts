import type { ServiceOptions } from './service.ts';

/** Variables that say where tools keep their environments, and where the rules are: a service's own environment has none. */
const carried = [
  ...['ASDF_DATA_DIR', 'CULPRIT_RULES', 'HATCH_DATA_DIR', 'JUPYTER_DATA_DIR', 'JUPYTER_PATH', 'MISE_DATA_DIR'],
  ...['PDM_CONFIG_FILE', 'PIPX_GLOBAL_HOME', 'PIPX_HOME', 'PIP_CONFIG_FILE', 'PIXI_CACHE_DIR', 'PIXI_HOME'],
  ...[
    'POETRY_CACHE_DIR',
    'POETRY_CONFIG_DIR',
    'POETRY_VIRTUALENVS_PATH',
    'PRE_COMMIT_HOME',
    'PYENV_ROOT',
    'PYTHONUSERBASE',
  ],
  ...['RYE_HOME', 'SSH_AUTH_SOCK', 'UV_CACHE_DIR', 'UV_CONFIG_FILE', 'UV_PYTHON_INSTALL_DIR', 'UV_TOOL_DIR'],
  ...['WORKON_HOME', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME'],
];

/** The variables that a service is given, in a fixed order. */
export function serviceVariables({ home, env }: ServiceOptions): [name: string, value: string][] {
  const found = carried.flatMap((name): [string, string][] => {
    const value = env[name];
    return value ? [[name, value]] : [];
  });
  return [['CULPRIT_HOME', home], ...found];
}
