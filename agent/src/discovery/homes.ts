import { homedir } from 'node:os';
import { join } from 'node:path';
import { readText } from '../environments/bounded-read.ts';
import { isFolder, namesIn } from '../environments/layout.ts';
import type { Home } from './finder.ts';

const maxBytes = 1024 * 1024;
const firstPersonId = 1000;
const lastPersonId = 59_999;

export interface HomesOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  readonly userHome?: string;
  readonly passwdFile?: string;
}

/** The home of this user; or, with `all`, of every person who has one on this machine. */
export function homesOf(whose: 'own' | 'all', options: HomesOptions = {}): Home[] {
  const { env = process.env, platform = process.platform, userHome = homedir() } = options;
  const own: Home = { dir: userHome, env, platform };
  if (whose === 'own') return [own];
  const { passwdFile = '/etc/passwd' } = options;
  const dirs =
    platform === 'win32' ? below('C:/Users') : platform === 'darwin' ? below('/Users') : passwdHomes(passwdFile);
  return [own, ...dirs.filter((dir) => dir !== userHome && isFolder(dir)).map((dir) => ({ dir, env: {}, platform }))];
}

function below(folder: string): string[] {
  return namesIn(folder)
    .filter((name) => !['Shared', 'Public', 'Default', 'All Users', 'Default User'].includes(name))
    .map((name) => join(folder, name));
}

/** People, not services: by the numbers that Linux gives them, and the superuser. */
function passwdHomes(file: string): string[] {
  return (readText(file, maxBytes) ?? '').split('\n').flatMap((line) => {
    const [, , id, , , dir = ''] = line.split(':');
    const number = Number(id);
    const isPerson = id !== '' && (number === 0 || (number >= firstPersonId && number <= lastPersonId));
    return isPerson && dir.length > 1 ? [dir] : [];
  });
}
