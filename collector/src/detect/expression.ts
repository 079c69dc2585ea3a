/**
 * A compiled condition: a tree of and, or, not over items. Besides being tested it can be asked two things before any
 * activity comes, which is what lets most activities meet only a handful of rules (rule-index.ts).
 */
import type { ActivityEvent } from './event.ts';
import type { Field } from './fields.ts';

/** Which fields are settled already. */
export type IsKnown = (field: Field) => boolean;

/** The expression can only be true where this field is one of these texts, or (a part) has one of them in it. */
export interface Need {
  readonly field: Field;
  readonly isPart: boolean;
  /** In lower case, as is what they are held against. */
  readonly texts: ReadonlySet<string>;
}

export interface Expression {
  test(event: ActivityEvent): boolean;
  /** What test() will say of every activity that agrees with this one in the known fields; undefined where that depends. */
  foresee(event: ActivityEvent, isKnown: IsKnown): boolean | undefined;
  /** A need to index by, in a field that isn't known, or null where there is none that is simple. */
  need(isKnown: IsKnown): Need | null;
}

/** True where all are. */
export function allOf(parts: readonly Expression[]): Expression {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return {
    test(event) {
      for (const part of parts) if (!part.test(event)) return false;
      return true;
    },
    foresee(event, isKnown) {
      const said = parts.map((part) => part.foresee(event, isKnown));
      if (said.includes(false)) return false;
      return said.includes(undefined) ? undefined : true;
    },
    need(isKnown) {
      const needs = parts.map((part) => part.need(isKnown)).filter((need) => need !== null);
      return needs.sort(byWorth)[0] ?? null;
    },
  };
}

/** True where any is. */
export function anyOf(parts: readonly Expression[]): Expression {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return {
    test(event) {
      for (const part of parts) if (part.test(event)) return true;
      return false;
    },
    foresee(event, isKnown) {
      const said = parts.map((part) => part.foresee(event, isKnown));
      if (said.includes(true)) return true;
      return said.includes(undefined) ? undefined : false;
    },
    need(isKnown) {
      return union(parts.map((part) => part.need(isKnown)));
    },
  };
}

/** Whole texts are found faster than parts, few faster than many, and a long part is in fewer texts. */
function byWorth(a: Need, b: Need): number {
  if (a.isPart !== b.isPart) return a.isPart ? 1 : -1;
  return a.texts.size - b.texts.size || shortest(b) - shortest(a);
}

function shortest({ texts }: Need): number {
  return Math.min(...[...texts].map((text) => text.length));
}

/** What is needed where one of several is: null unless all are about one field. A whole text is a part as well. */
function union(needs: readonly (Need | null)[]): Need | null {
  const [first] = needs;
  if (first === undefined || first === null) return null;
  const texts = new Set<string>();
  let isPart = false;
  for (const need of needs) {
    if (need === null || need.field !== first.field) return null;
    isPart ||= need.isPart;
    for (const text of need.texts) texts.add(text);
  }
  return isPart && [...texts].some((text) => !isTelling(text)) ? null : { field: first.field, isPart, texts };
}

/** Whether a part is worth looking for: long enough, and of letters that have one lower case whatever stands beside them. */
export function isTelling(part: string): boolean {
  return part.length >= 3 && /^[\x20-\x7e]+$/.test(part);
}

/** True where the other is false. */
export function not(part: Expression): Expression {
  return {
    test: (event) => !part.test(event),
    foresee(event, isKnown) {
      const said = part.foresee(event, isKnown);
      return said === undefined ? undefined : !said;
    },
    need: () => null,
  };
}

/** A test of the fields named. */
export function item(
  fields: readonly Field[],
  test: (event: ActivityEvent) => boolean,
  need: Need | null = null,
): Expression {
  return {
    test,
    foresee: (event, isKnown) => (fields.every(isKnown) ? test(event) : undefined),
    need: (isKnown) => (need === null || isKnown(need.field) ? null : need),
  };
}
