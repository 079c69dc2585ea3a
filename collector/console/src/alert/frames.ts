import type { Frame } from '@culprit/proto';

const packageRoot = /^(.*[\\/](?:site|dist)-packages[\\/])(.+)$/s;
const standardRoot = /^(.*[\\/]lib[\\/]python\d+(?:\.\d+)?[\\/])(.+)$/s;
const maxShown = 8;

/** A file's path in two: the folder that every such path shares, and the part that tells which file of the package. */
export function splitFile(path: string): { root: string; file: string } {
  const match = packageRoot.exec(path) ?? standardRoot.exec(path);
  return match?.[1] !== undefined && match[2] !== undefined
    ? { root: match[1], file: match[2] }
    : { root: '', file: path };
}

/** The frames worth a first look: all of a short stack, else the innermost ones, which go on past the culprit's first. */
export function shownFrames(frames: readonly Frame[]): readonly Frame[] {
  const firstOfCulprit = frames.findIndex(({ culprit }) => culprit);
  const end = Math.max(maxShown, firstOfCulprit + 4);
  return frames.length <= end + 2 ? frames : frames.slice(0, end);
}
