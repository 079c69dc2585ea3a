/**
 * Globs over paths: `*` is any run of characters within one name, `**` any run across names (and `**\/` also none at
 * all), `?` one character. Matching keeps the set of places in the pattern that are reachable, so its time is at most
 * pattern × path whatever the pattern: no hostile one takes longer.
 */
export interface Glob {
  /** The characters before the first wildcard: every match begins with them. */
  readonly prefix: string;
  readonly matches: (path: string) => boolean;
}

type Token = { readonly kind: 'char'; readonly char: string } | { readonly kind: 'one' | 'name' | 'deep' | 'folders' };

export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

export function compileGlob(pattern: string): Glob {
  const tokens = tokenize(pattern);
  const first = tokens.findIndex((token) => token.kind !== 'char');
  const prefix = tokens
    .slice(0, first === -1 ? tokens.length : first)
    .map((token) => (token.kind === 'char' ? token.char : ''))
    .join('');
  return { prefix, matches: (path) => path.startsWith(prefix) && run(tokens, path) };
}

function tokenize(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (let i = 0; i < pattern.length; i += 1) {
    const char = pattern.charAt(i);
    if (char === '?') tokens.push({ kind: 'one' });
    else if (char !== '*') tokens.push({ kind: 'char', char });
    else {
      let end = i;
      while (pattern[end + 1] === '*') end += 1;
      const isDeep = end > i;
      const atName = i === 0 || isSeparator(pattern.charAt(i - 1));
      const isFolders = isDeep && atName && end + 1 < pattern.length && isSeparator(pattern.charAt(end + 1));
      tokens.push({ kind: isFolders ? 'folders' : isDeep ? 'deep' : 'name' });
      i = isFolders ? end + 1 : end;
    }
  }
  return tokens;
}

/** Breadth first over the reachable places; a place is an index of tokens, the one past the last is a match. */
function run(tokens: readonly Token[], path: string): boolean {
  let places = new Set<number>();
  reach(tokens, places, 0);
  for (let i = 0; i < path.length && places.size > 0; i += 1) {
    const char = path.charAt(i);
    const next = new Set<number>();
    for (const place of places) step(tokens, place, char, next);
    places = next;
  }
  return places.has(tokens.length);
}

/** Adds a place, and those behind wildcards that may stand for nothing. */
function reach(tokens: readonly Token[], places: Set<number>, place: number): void {
  let at = place;
  while (!places.has(at)) {
    places.add(at);
    const kind = tokens[at]?.kind;
    if (kind !== 'name' && kind !== 'deep' && kind !== 'folders') return;
    at += 1;
  }
}

function step(tokens: readonly Token[], place: number, char: string, next: Set<number>): void {
  const token = tokens[place];
  if (token === undefined) return;
  if (token.kind === 'char') {
    if (token.char === char) reach(tokens, next, place + 1);
  } else if (token.kind === 'one') {
    if (!isSeparator(char)) reach(tokens, next, place + 1);
  } else if (token.kind === 'name') {
    if (!isSeparator(char)) reach(tokens, next, place);
  } else if (token.kind === 'deep') reach(tokens, next, place);
  // "**/": whole folders only, so what follows it begins after a separator.
  else if (isSeparator(char)) reach(tokens, next, place);
  else next.add(place);
}

function isSeparator(char: string): boolean {
  return char === '/' || char === '\\';
}
