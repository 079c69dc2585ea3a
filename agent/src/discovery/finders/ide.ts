import { join } from 'node:path';
import { readText } from '../../environments/bounded-read.ts';
import { namesIn } from '../../environments/layout.ts';
import type { Finder, Home } from '../finder.ts';
import { absolute, userConfig } from '../user-folders.ts';

const maxBytes = 4 * 1024 * 1024;

/**
 * The interpreters that someone told an editor of: PyCharm and its relatives list them in options/jdk.table.xml, VS Code
 * has its default in settings.json. What they make for a project is .venv or venv in it, which the walk finds.
 */
export const ide: Finder = {
  source:
    'https://www.jetbrains.com/help/pycharm/configuring-python-interpreter.html https://code.visualstudio.com/docs/python/settings-reference',
  places: (home) => [...jetBrains(home), ...vsCode(home)].map((path) => ({ path, origin: 'ide' })),
};

function jetBrains(home: Home): string[] {
  const root = userConfig(home, 'JetBrains');
  return namesIn(root).flatMap((product) => {
    const table = readText(join(root, product, 'options', 'jdk.table.xml'), maxBytes) ?? '';
    return [...table.matchAll(/<homePath\s+value="([^"]+)"/g)].flatMap(
      ([, path = '']) => absolute(home, path.replace('$USER_HOME$', home.dir).replaceAll('&amp;', '&')) ?? [],
    );
  });
}

function vsCode(home: Home): string[] {
  return ['Code', 'Code - Insiders', 'VSCodium', 'Cursor'].flatMap((name) => {
    const settings = readText(join(userConfig(home, name), 'User', 'settings.json'), maxBytes) ?? '';
    const found = settings.matchAll(/"python\.(?:defaultInterpreterPath|pythonPath)"\s*:\s*"((?:[^"\\]|\\.)*)"/g);
    return [...found].flatMap(([, path = '']) => absolute(home, path.replaceAll('\\\\', '\\')) ?? []);
  });
}
