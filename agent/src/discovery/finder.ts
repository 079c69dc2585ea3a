/**
 * What a finder is: knowledge of one tool, where it keeps the environments that it makes. Finders only say where to
 * look; nothing is read but the tool's own settings, and nothing is ever run.
 */

/** How an environment came to be, as users name it. */
export type Origin =
  | 'venv'
  | 'virtualenv'
  | 'uv'
  | 'uv-tool'
  | 'uv-python'
  | 'uv-cache'
  | 'virtualenvwrapper'
  | 'pipenv'
  | 'poetry'
  | 'hatch'
  | 'hatch-python'
  | 'pdm'
  | 'pdm-python'
  | 'pipx'
  | 'pipx-run'
  | 'pre-commit'
  | 'conda'
  | 'pixi'
  | 'pyenv'
  | 'version-manager'
  | 'system'
  | 'interpreter'
  | 'user-site'
  | 'jupyter'
  | 'ide'
  | 'process';

/** Whose environments are looked for, and where. */
export interface Home {
  /** Absolute: a person's home folder. */
  readonly dir: string;
  /** The environment variables that this person's tools follow; empty where they aren't known (another's home). */
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

/** A path that may be an environment: its folder, or the `bin/python` in it. It need not exist. */
export interface Candidate {
  readonly path: string;
  readonly origin: Origin;
}

export interface Finder {
  /** The tool's documentation that says so. */
  readonly source: string;
  /** Folders whose entries may be environments: new ones will come there. They need not exist. */
  readonly containers?: (home: Home) => readonly Candidate[];
  /** Single environments. */
  readonly places?: (home: Home) => readonly Candidate[];
}
