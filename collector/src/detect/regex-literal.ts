/** What a regular expression cannot match without. */

/** Shorter ones are in too many texts to spare any work. */
const minLength = 3;

/**
 * The longest text that is in every match of the expression (case-sensitive), or null where none is easy to tell. It is
 * allowed to miss one, never to invent one: alternatives and inline flags make it give up, groups and classes are skipped.
 */
export function requiredLiteral(source: string): string | null {
  if (source.includes('|') || source.includes('(?') || source.includes('\\Q')) return null;
  const runs: string[] = [''];
  let depth = 0;
  for (let i = 0; i < source.length; i += 1) {
    const char = source[i] ?? '';
    if (char === '[') {
      i = endOfClass(source, i);
      runs.push('');
    } else if (char === '(' || char === ')') {
      depth += char === '(' ? 1 : -1;
      runs.push('');
    } else if ('*?{+'.includes(char)) {
      // What a quantifier follows may be missing; "+" wants it once, but then there may be more of it.
      if (char !== '+') runs.push((runs.pop() ?? '').slice(0, -1));
      runs.push('');
      if (char === '{') i = Math.max(i, source.indexOf('}', i));
    } else if ('.^$'.includes(char)) runs.push('');
    else if (char === '\\') {
      const escaped = source[i + 1] ?? '';
      i += 1;
      // An escaped sign is itself; an escaped letter or digit is a class or an anchor.
      if (/[^A-Za-z0-9]/.test(escaped) && depth === 0) runs.push((runs.pop() ?? '') + escaped);
      else runs.push('');
      if (/[A-Za-z0-9]/.test(escaped) && !'dDsSwWbBAz'.includes(escaped)) return null;
    } else if (depth === 0) runs.push((runs.pop() ?? '') + char);
  }
  const [longest = ''] = runs.sort((a, b) => b.length - a.length);
  return longest.length >= minLength ? longest : null;
}

/** Where a class ends; its first character may be the bracket itself. */
function endOfClass(source: string, start: number): number {
  let i = start + 1;
  if (source[i] === '^') i += 1;
  if (source[i] === ']') i += 1;
  for (; i < source.length && source[i] !== ']'; i += 1) {
    if (source[i] === '\\') i += 1;
    // A named class ("[[:alpha:]]") has brackets of its own.
    if (source.startsWith('[:', i)) i = Math.max(i, source.indexOf(':]', i) + 1);
  }
  return i;
}
