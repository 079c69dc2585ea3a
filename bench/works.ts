/** The rows of the hook's table: what is measured, and what it may cost. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Goal, ofBare, ofBareOrMore, ofFloor } from './goals.ts';
import type { Lab } from './lab.ts';
import * as requirements from './requirements.ts';
import { unpackSuite } from './suite.ts';

export interface Work {
  readonly name: string;
  readonly goal: Goal | null;
  /** What it needs from PyPI, for pip. */
  readonly needs: readonly string[];
  /** Rounds at most, of what takes long. */
  readonly maxRounds?: number;
  /** Makes what it needs, once, and gives its command line. */
  prepare(lab: Lab): Prepared;
}

export interface Prepared {
  readonly command: readonly string[];
  readonly cwd?: string;
  /** It prints its seconds itself, or it is measured whole, from outside: the median of so many starts. */
  readonly timed: { readonly by: 'itself' } | { readonly by: 'starter'; readonly starts: number };
}

const script = (name: string): string => join(import.meta.dirname, 'hook', name);
const library =
  'argparse asyncio concurrent.futures csv dataclasses email.mime.multipart html.parser http.server logging.config ' +
  'multiprocessing.pool pydoc sqlite3 ssl tarfile unittest.mock urllib.request xml.dom.minidom xmlrpc.client zipfile';
const starts = 15;
const openings = 200_000;
const files = { folders: 100, each: 500 };
const requests = 2000;

export const works: readonly Work[] = [
  {
    name: 'python -c pass',
    goal: ofBareOrMore(1.15, 4),
    needs: [],
    prepare: ({ environment: { python } }) => ({
      command: [python, '-c', 'pass'],
      timed: { by: 'starter', starts },
    }),
  },
  printing('import of much of the standard library', null, 'imports.py', library.split(' ')),
  printing('import of pandas', ofBare(1.04), 'imports.py', ['pandas'], { needs: requirements.pandas }),
  ...['id() loop', 'copy.deepcopy', 'logging', 'exec loop'].map((loop) =>
    printing(loop, ofFloor(1.03), 'loops.py', [loop]),
  ),
  printing(`open/close of one file, ${count(openings)} times`, ofBare(1.12), 'open_close.py', [String(openings)]),
  {
    ...printing(`open of ${count(files.folders * files.each)} different files`, ofBare(1.35), 'open_many.py', []),
    prepare: ({ dir, environment: { python } }) => ({
      command: [python, script('open_many.py'), makeFiles(join(dir, 'files'))],
      timed: { by: 'itself' },
    }),
  },
  asking('requests', 'requests_loop.py', requirements.requests),
  asking('aiohttp', 'aiohttp_loop.py', requirements.aiohttp),
  testing('jinja2', '3.1.6', requirements.trio),
  testing('click', '8.5.1', [], 3),
];

function printing(
  name: string,
  goal: Goal | null,
  file: string,
  args: readonly string[],
  { needs = [] }: { readonly needs?: readonly string[] } = {},
): Work {
  return {
    name,
    goal,
    needs,
    prepare: ({ environment }) => ({ command: [environment.python, script(file), ...args], timed: { by: 'itself' } }),
  };
}

function asking(library: string, file: string, needs: readonly string[]): Work {
  return {
    name: `${count(requests)} HTTP requests by ${library}`,
    goal: ofBare(1.05),
    needs,
    prepare: ({ environment: { python }, url }) => ({
      command: [python, script(file), String(requests), url],
      timed: { by: 'itself' },
    }),
  };
}

function testing(name: string, version: string, needs: readonly string[], maxRounds?: number): Work {
  const requirement = `${name}==${version}`;
  return {
    name: `pytest of ${name}`,
    goal: ofBare(1.03),
    needs: [...requirements.pytest, requirement, ...needs],
    ...(maxRounds === undefined ? {} : { maxRounds }),
    prepare: (lab) => ({
      command: [lab.environment.python, '-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'tests'],
      cwd: unpackSuite(lab, requirement),
      timed: { by: 'starter', starts: 1 },
    }),
  };
}

function makeFiles(root: string): string {
  for (let folder = 0; folder < files.folders; folder += 1) {
    const path = join(root, String(folder));
    mkdirSync(path, { recursive: true });
    for (let file = 0; file < files.each; file += 1) writeFileSync(join(path, `${file}.txt`), '');
  }
  return root;
}

function count(number: number): string {
  return number.toLocaleString('en');
}
