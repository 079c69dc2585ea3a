/**
 * Patterns for whole paths: `*` is any characters within one part, `**` any number of parts (none too). Everything else
 * stands for itself. Matching takes at most (parts of the path × parts of the pattern) steps, whatever the pattern.
 */

/** Says whether the parts of a path, cut at its slashes, are what a pattern describes. */
export type PathMatcher = (parts: readonly string[]) => boolean;

const anyParts = '**';

/** What is wrong with a pattern, in words that end "PATTERN …"; null where it is sound. */
export function patternFault(pattern: string): string | null {
  if (pattern.includes('\\')) return 'has a backslash; write / on every platform';
  const parts = pattern.split('/');
  const [head = ''] = parts;
  if (!['', '~', anyParts, '*:'].includes(head) && !/^[A-Za-z]:$/.test(head))
    return 'must begin with /, ~/, **/ or *:/';
  if (parts.length === 1 || parts.slice(1).includes('')) return 'has an empty part';
  if (parts.includes('..') || parts.includes('.')) return 'has a . or .. part, which no path has';
  if (parts.some((part) => part.includes(anyParts) && part !== anyParts)) return 'has ** that is not a part by itself';
  return null;
}

/** Compiles a pattern without faults. Where case is ignored, the parts that are matched must be in lower case. */
export function compilePattern(pattern: string, ignoreCase = false): PathMatcher {
  const parts = (ignoreCase ? pattern.toLowerCase() : pattern).split('/');
  const wanted = parts.map((part) => (part === anyParts ? null : compilePart(part)));
  return (path) => matchParts(wanted, path);
}

/** Greedy from the left, going back only to the last `**`: what an earlier one could take, this one can. */
function matchParts(wanted: readonly (PartMatcher | null)[], path: readonly string[]): boolean {
  let at = 0;
  let want = 0;
  let backWant = -1;
  let backAt = 0;
  while (at < path.length) {
    const matcher = wanted[want];
    if (matcher === null) {
      want += 1;
      backWant = want;
      backAt = at;
    } else if (matcher?.(path[at] ?? '')) {
      want += 1;
      at += 1;
    } else if (backWant >= 0) {
      backAt += 1;
      at = backAt;
      want = backWant;
    } else {
      return false;
    }
  }
  return wanted.slice(want).every((matcher) => matcher === null);
}

type PartMatcher = (part: string) => boolean;

function compilePart(pattern: string): PartMatcher {
  const [head = '', ...pieces] = pattern.split('*');
  const tail = pieces.pop();
  if (tail === undefined) return (part) => part === pattern;
  return (part) => {
    if (part.length < head.length + tail.length || !part.startsWith(head) || !part.endsWith(tail)) return false;
    const end = part.length - tail.length;
    let at = head.length;
    for (const piece of pieces) {
      const found = part.indexOf(piece, at);
      if (found < 0 || found + piece.length > end) return false;
      at = found + piece.length;
    }
    return true;
  };
}
