/** A rule's own sentence: plain text with placeholders in braces. */
import { allFields, type Field, fieldNamed } from './fields.ts';
import { didYouMean } from './nearest.ts';
import type { Place, Reporter } from './problem.ts';

/** Placeholders that are no fields: name and version; what was done and to what; which versions came before. */
export type Phrase = 'package' | 'act' | 'earlier';
const phrases: readonly string[] = ['package', 'act', 'earlier'] satisfies readonly Phrase[];

export interface Placeholder {
  /** Of which rule's activity, by the rule's name or id; null is the deciding one. */
  readonly rule: string | null;
  readonly what: Phrase | Field;
}

export interface Template {
  readonly parts: readonly (string | Placeholder)[];
  readonly place: Place;
}

/** Reads a sentence; undefined where a placeholder stands for nothing, which has been reported then. */
export function readTemplate(source: string, place: Place, report: Reporter): Template | undefined {
  const parts: (string | Placeholder)[] = [];
  let isGood = true;
  for (const piece of source.split(/(\{[^{}]*\})/)) {
    if (!piece.startsWith('{')) {
      if (piece !== '') parts.push(piece);
      continue;
    }
    const placeholder = readPlaceholder(piece.slice(1, -1));
    if (placeholder !== undefined) parts.push(placeholder);
    else {
      isGood = false;
      const name = piece.slice(1, -1).split(':').at(-1) ?? '';
      const mend = didYouMean(name, [...phrases, ...allFields.map((field) => field.name)]);
      report.error('sentence-invalid', place, 'culprit.sentence', `${piece} stands for nothing.`, mend);
    }
  }
  return isGood ? { parts, place } : undefined;
}

function readPlaceholder(text: string): Placeholder | undefined {
  const colon = text.indexOf(':');
  const rule = colon === -1 ? null : text.slice(0, colon).trim();
  const what = text.slice(colon + 1).trim();
  if (rule === '') return undefined;
  if (phrases.includes(what)) return { rule, what: what as Phrase };
  const field = fieldNamed(what);
  return field === undefined ? undefined : { rule, what: field };
}
