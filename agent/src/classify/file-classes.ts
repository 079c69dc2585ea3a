import { BoundedMap } from './bounded-map.ts';
import type { FileEntry } from './catalogue.ts';
import { compilePattern, type PathMatcher } from './glob.ts';
import type { Tilde } from './home-folders.ts';

const maxRemembered = 16_384;

export interface FileClassesOptions {
  readonly entries: readonly FileEntry[];
  readonly tilde: Tilde;
  readonly platform?: NodeJS.Platform;
}

/** The class of an absolute path (with slashes), or null where it is an ordinary file. */
export type FileClasses = (path: string) => string | null;

/** A compiled pattern. `isHome`: it is compared with the path as ~ has it. */
interface Pattern {
  readonly rank: number;
  readonly isHome: boolean;
  readonly matches: PathMatcher;
}

/** The first entry of the catalogue that matches a path gives it its class. */
export function createFileClasses({ entries, tilde, platform = process.platform }: FileClassesOptions): FileClasses {
  // These platforms' file systems take ID_RSA and id_rsa for one file.
  const ignoreCase = platform === 'darwin' || platform === 'win32';
  const here = entries.filter(({ os }) => os === undefined || os.some((name) => name === platform));
  const compile = (text: string, rank: number): Pattern => ({
    rank,
    isHome: text.startsWith('~'),
    matches: compilePattern(text, ignoreCase),
  });
  const exceptions = here.map(({ except = [] }, rank) => except.map((text) => compile(text, rank)));
  // Most patterns end in a plain name: those are looked up by it, and only the rest is tried one by one.
  const byName = new Map<string, Pattern[]>();
  const others: Pattern[] = [];
  for (const [rank, { paths }] of here.entries()) {
    for (const text of paths) {
      const last = text.slice(text.lastIndexOf('/') + 1);
      if (last.includes('*')) others.push(compile(text, rank));
      else {
        const name = ignoreCase ? last.toLowerCase() : last;
        byName.set(name, [...(byName.get(name) ?? []), compile(text, rank)]);
      }
    }
  }

  const rankOf = (path: string): number | null => {
    const cased = (text: string): string[] => (ignoreCase ? text.toLowerCase() : text).split('/');
    const plain = cased(path);
    const home = cased(tilde(path));
    const matches = ({ isHome, matches: match }: Pattern): boolean => match(isHome ? home : plain);
    const isExcept = (rank: number): boolean => exceptions[rank]?.some(matches) ?? false;
    let best: number | null = null;
    for (const patterns of [byName.get(plain.at(-1) ?? '') ?? [], others]) {
      // Both lists are in the order of ranks: behind the best there is nothing better.
      for (const pattern of patterns) {
        if (best !== null && pattern.rank >= best) break;
        if (matches(pattern) && !isExcept(pattern.rank)) {
          best = pattern.rank;
          break;
        }
      }
    }
    return best;
  };

  const known = new BoundedMap<string, string | null>(maxRemembered);
  return (path) => {
    const remembered = known.get(path);
    if (remembered !== undefined) return remembered;
    const rank = rankOf(path);
    const found = rank === null ? null : (here[rank]?.class ?? null);
    known.set(path, found);
    return found;
  };
}
