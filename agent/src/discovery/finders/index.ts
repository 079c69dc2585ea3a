/** Every tool that is known. */
import type { Finder } from '../finder.ts';
import { conda } from './conda.ts';
import { hatch } from './hatch.ts';
import { ide } from './ide.ts';
import { jupyter } from './jupyter.ts';
import { pdm } from './pdm.ts';
import { pipenv } from './pipenv.ts';
import { pipx } from './pipx.ts';
import { pixi } from './pixi.ts';
import { poetry } from './poetry.ts';
import { preCommit } from './pre-commit.ts';
import { pyenv } from './pyenv.ts';
import { system } from './system.ts';
import { userSite } from './user-site.ts';
import { uv } from './uv.ts';
import { versionManagers } from './version-managers.ts';
import { virtualenvwrapper } from './virtualenvwrapper.ts';

/** In the order in which they name what several of them find: the most telling first. */
export const finders: readonly Finder[] = [
  ...[virtualenvwrapper, pipenv, poetry, hatch, pdm, uv, pipx, preCommit],
  ...[conda, pixi, pyenv, versionManagers, system, userSite, jupyter, ide],
];
