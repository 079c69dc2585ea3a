/** A stretch of a sentence; with an address where it names something that has a page. */
export interface SentencePart {
  readonly text: string;
  readonly href: string | undefined;
}

/** Something that a sentence may name. */
export interface Fact {
  readonly text: string;
  readonly href: string;
}

/**
 * Finds facts in a sentence, so that they can be followed. A longer fact goes before a shorter one in the same place
 * ("aiocpa 0.1.13" before "aiocpa"), whole words only, and each fact is linked where it is first named.
 */
export function linkFacts(sentence: string, facts: readonly Fact[]): SentencePart[] {
  const left = facts.filter(({ text }) => text.length > 1).sort((a, b) => b.text.length - a.text.length);
  const parts: SentencePart[] = [];
  let from = 0;
  while (from < sentence.length) {
    const found = nearest(sentence, from, left);
    if (found === undefined) break;
    if (found.at > from) parts.push({ text: sentence.slice(from, found.at), href: undefined });
    parts.push(found.fact);
    from = found.at + found.fact.text.length;
    for (let i = left.length - 1; i >= 0; i -= 1) if (left[i]?.href === found.fact.href) left.splice(i, 1);
  }
  if (from < sentence.length) parts.push({ text: sentence.slice(from), href: undefined });
  return parts;
}

function nearest(sentence: string, from: number, facts: readonly Fact[]): { at: number; fact: Fact } | undefined {
  let best: { at: number; fact: Fact } | undefined;
  for (const fact of facts) {
    const at = indexOfWord(sentence, fact.text, from);
    if (at >= 0 && (best === undefined || at < best.at)) best = { at, fact };
  }
  return best;
}

const wordCharacter = /[\p{L}\p{N}_-]/u;

function indexOfWord(sentence: string, word: string, from: number): number {
  for (let at = sentence.indexOf(word, from); at >= 0; at = sentence.indexOf(word, at + 1)) {
    const before = sentence[at - 1] ?? ' ';
    const after = sentence[at + word.length] ?? ' ';
    if (!wordCharacter.test(before) && !wordCharacter.test(after)) return at;
  }
  return -1;
}
