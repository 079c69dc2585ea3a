/** Where the sources of an editable install lie: what it recorded in site-packages leads there. */
import { isAbsolute, join, normalize } from 'node:path';
import { readText } from '../environments/bounded-read.ts';
import type { Distribution } from '../environments/distribution.ts';

const maxFileBytes = 256 * 1024;
const maxRoots = 256;

/**
 * The folders and modules (without `.py`) whose code is this distribution's. The narrowest that is told counts: what
 * a finder maps, else the folders of its `.pth` files, else the project's folder. Tests beside a `src` folder are
 * then not the package's; in a flat project they are.
 */
export function editableRoots(distribution: Distribution): string[] {
  const { location, editable } = distribution;
  if (editable === null) return [];
  const mapped: string[] = [];
  const onPath: string[] = [];
  for (const { path } of distribution.files()) {
    if (path.includes('/')) continue;
    if (path.endsWith('.pth')) onPath.push(...pathLines(readText(join(location, path), maxFileBytes) ?? ''));
    // setuptools: __editable___NAME_VERSION_finder.py
    else if (/^__editable__.*_finder\.py$/.test(path)) {
      mapped.push(...mappedPaths(readText(join(location, path), maxFileBytes) ?? ''));
    }
  }
  const roots = [mapped, onPath].find((found) => found.length > 0) ?? [editable];
  return [...new Set(roots.map((root) => normalize(root).replace(/\/+$/, '')))].slice(0, maxRoots);
}

/** The folders that a `.pth` adds to the path: every line that is neither comment nor import. */
function pathLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => isAbsolute(line));
}

/** The values of MAPPING and NAMESPACES in setuptools' finder: absolute paths in Python literals on one line each. */
function mappedPaths(text: string): string[] {
  const literals = [...text.matchAll(/^(?:MAPPING|NAMESPACES)(?:\s*:[^=\n]+)?\s*=\s*(\{.*\})\s*$/gm)];
  return literals.flatMap(([, literal]) => [...stringsIn(literal ?? '')].filter((value) => isAbsolute(value)));
}

function* stringsIn(literal: string): Generator<string> {
  for (const [, single, double] of literal.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g)) {
    yield (single ?? double ?? '').replace(/\\(.)/g, '$1');
  }
}
