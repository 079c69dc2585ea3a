/**
 * Globs over paths: `*` is any run of characters within one name, `**` any run across names (and `**\/` also none at
 * all), `?` one character. Matching keeps the set of places in the pattern that are reachable, so its time is at most
 * pattern × path whatever the pattern: no hostile one takes longer.
 */
export interface Glob {
  /** The characters before the first wildcard: every match begins with them. */
  readonly prefix: string;
  /** The longest run of characters without a wildcard: every match has it somewhere. */
  readonly literal: string;
  readonly matches: (path: string) => boolean;
  /** As matches, for paths of file systems that take A and a for one. */
  readonly matchesAnyCase: (path: string) => boolean;
}

type Token = { readonly kind: 'char'; readonly char: string } | { readonly kind: 'one' | 'name' | 'deep' | 'folders' };

export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

export function compileGlob(pattern: string): Glob {
  const tokens = tokenize(pattern);
  const runs = literalRuns(tokens);
  const prefix = tokens[0]?.kind === 'char' ? (runs[0] ?? '') : '';
  const literal = runs.reduce((longest, text) => (text.length > longest.length ? text : longest), '');
  const folded = tokenize(pattern.toLowerCase());
  return {
    prefix,
    literal,
    matches: (path) => path.startsWith(prefix) && run(tokens, path),
    matchesAnyCase: (path) => run(folded, path.toLowerCase()),
  };
}

function literalRuns(tokens: readonly Token[]): string[] {
  const runs: string[] = [];
  let open = false;
  for (const token of tokens) {
    if (token.kind === 'char') runs.push((open ? (runs.pop() ?? '') : '') + token.char);
    open = token.kind === 'char';
  }
  return runs;
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

/** The places that are reachable after so many characters; a place is an index of tokens, the one past the last a match. */
class Places {
  readonly #list: number[] = [];
  readonly #has: Uint8Array;

  constructor(size: number) {
    this.#has = new Uint8Array(size);
  }

  get list(): readonly number[] {
    return this.#list;
  }

  has(place: number): boolean {
    return this.#has[place] === 1;
  }

  add(place: number): void {
    if (this.has(place)) return;
    this.#has[place] = 1;
    this.#list.push(place);
  }

  clear(): void {
    for (const place of this.#list) this.#has[place] = 0;
    this.#list.length = 0;
  }
}

function run(tokens: readonly Token[], path: string): boolean {
  let places = new Places(tokens.length + 1);
  let next = new Places(tokens.length + 1);
  reach(tokens, places, 0);
  for (let i = 0; i < path.length && places.list.length > 0; i += 1) {
    const char = path.charAt(i);
    next.clear();
    for (const place of places.list) step(tokens, place, char, next);
    [places, next] = [next, places];
  }
  return places.has(tokens.length);
}

/** Adds a place, and those behind wildcards that may stand for nothing. */
function reach(tokens: readonly Token[], places: Places, place: number): void {
  for (let at = place; !places.has(at); at += 1) {
    places.add(at);
    const kind = tokens[at]?.kind;
    if (kind !== 'name' && kind !== 'deep' && kind !== 'folders') return;
  }
}

function step(tokens: readonly Token[], place: number, char: string, next: Places): void {
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
