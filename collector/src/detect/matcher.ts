/** From tests of texts to an expression over a field that may be a text, a list, or absent. */
import type { ActivityEvent } from './event.ts';
import { type Expression, isTelling, item, type Need } from './expression.ts';
import type { FieldLine } from './line.ts';
import type { TextTest } from './pattern.ts';
import type { CompiledText } from './text-value.ts';

/** What holds for one text, or for a list of them: of all's tests each may be met by another element. */
export interface Matcher {
  readonly ofText: TextTest;
  readonly ofList: (list: readonly string[]) => boolean;
}

/** True of what is one of the texts, or meets one of the tests. */
export function anyTest(literals: ReadonlySet<string>, tests: readonly TextTest[]): Matcher {
  const ofText = anyOfTexts(literals, tests);
  return { ofText, ofList: (list) => list.some(ofText) };
}

/** The shortest way to the same answer: most items have one value. */
function anyOfTexts(literals: ReadonlySet<string>, tests: readonly TextTest[]): TextTest {
  const [literal] = literals;
  const [test] = tests;
  if (test === undefined) return literals.size === 1 ? (text) => text === literal : (text) => literals.has(text);
  if (tests.length === 1 && literals.size === 0) return test;
  return (text) => {
    if (literals.has(text)) return true;
    for (const one of tests) if (one(text)) return true;
    return false;
  };
}

/** True of what meets every test. */
export function allTest(tests: readonly TextTest[]): Matcher {
  return {
    ofText: (text) => tests.every((test) => test(text)),
    ofList: (list) => tests.every((test) => list.some(test)),
  };
}

/** The expression; `ofAbsent` is what it says of an activity without the field. */
export function matcher(
  line: FieldLine,
  { ofText, ofList }: Matcher,
  ofAbsent: boolean,
  need: Need | null,
): Expression {
  const { field, modifiers } = line;
  const isCased = modifiers.cased || modifiers.kind === 're' || modifiers.kind === 'cidr';
  if (field.kind === 'list') {
    const holds = (event: ActivityEvent): boolean => {
      const list = isCased ? event.list(field) : event.loweredList(field);
      return list === null ? ofAbsent : ofList(list);
    };
    return item([field], holds, inSomeElement(need));
  }
  return item(
    [field],
    (event) => {
      const text = isCased ? event.text(field) : event.lowered(field);
      return text === null ? ofAbsent : ofText(text);
    },
    need,
  );
}

/** What a field needs, some element of a list needs; an index looks for it as a part, so that it finds a rule only once. */
function inSomeElement(need: Need | null): Need | null {
  return need === null || ![...need.texts].every(isTelling) ? null : { ...need, isPart: true };
}

/** The longest literal of each text; null where one has none that is worth looking for. */
export function partNeed({ field }: FieldLine, compiled: readonly CompiledText[]): Need | null {
  const parts = compiled.map(({ part }) => part.toLowerCase());
  return parts.every(isTelling) ? { field, isPart: true, texts: new Set(parts) } : null;
}
