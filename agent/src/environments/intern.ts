/**
 * One copy of texts and facts that many environments share: two hundred environments have the same requests 2.32.3. A
 * bound, and then whatever is held longest goes: who still has it keeps it, it is merely no longer shared.
 */
const maxTexts = 100_000;
const maxFacts = 50_000;

const texts = new Map<string, string>();
const facts = new Map<string, unknown>();

/** The same text, from the one copy there is. It keeps nothing alive that it was cut out of. */
export function interned(text: string): string {
  const known = texts.get(text);
  if (known !== undefined) return known;
  // A text that was cut out of a file's contents would keep all of them in memory: this is a copy of its own.
  const copy = Buffer.from(text, 'utf8').toString('utf8');
  remember(texts, copy, copy, maxTexts);
  return copy;
}

/** As interned, for an absent text too. */
export function internedOrNull(text: string | null): string | null {
  return text === null ? null : interned(text);
}

/** The one value of that content. It is made of plain data, and nobody changes it. */
export function shared<T extends object>(value: T): T {
  const key = JSON.stringify(value);
  const known = facts.get(key);
  if (known !== undefined) return known as T;
  remember(facts, key, value, maxFacts);
  return value;
}

function remember<V>(table: Map<string, V>, key: string, value: V, max: number): void {
  table.set(key, value);
  if (table.size <= max) return;
  const [oldest] = table.keys();
  if (oldest !== undefined) table.delete(oldest);
}
