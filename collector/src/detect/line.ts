/** One line of a selection while it is compiled: what it is about, and to whom its faults are told. */
import type { ScalarTree, Tree } from './document.ts';
import { allFields, type Field, fieldNamed } from './fields.ts';
import type { Modifiers } from './modifiers.ts';
import { didYouMean } from './nearest.ts';
import type { Place, Reporter } from './problem.ts';

const fieldNames = allFields.map(({ name }) => name);

/** The field of that name; where there is none, that is reported and undefined comes back. */
export function knownField(name: string, place: Place, attribute: string, report: Reporter): Field | undefined {
  const field = fieldNamed(name);
  if (field !== undefined) return field;
  report.error('field-unknown', place, attribute, `No activity has a field ${name}.`, didYouMean(name, fieldNames));
  return undefined;
}

/** What a line is about, and to whom its faults are told. */
export class Line {
  readonly field: Field | null;
  readonly modifiers: Modifiers;
  readonly key: string;
  readonly place: Place;
  readonly #report: Reporter;

  constructor(field: Field | null, modifiers: Modifiers, key: string, place: Place, report: Reporter) {
    this.field = field;
    this.modifiers = modifiers;
    this.key = key;
    this.place = place;
    this.#report = report;
  }

  fault(code: Parameters<Reporter['error']>[0], place: Place, message: string, mend: string): void {
    this.#report.error(code, place, this.key, message, mend);
  }

  referTo(name: string, place: Place): Field | undefined {
    return knownField(name, place, this.key, this.#report);
  }
}

/** A line about a field, not about keywords. */
export type FieldLine = Line & { readonly field: Field };

/** The scalars of a value or of a list of values. */
export function readScalars(values: Tree, key: string, report: Reporter): readonly ScalarTree[] | undefined {
  const list = values.kind === 'list' ? values.items : [values];
  const scalars = list.filter((tree) => tree.kind === 'scalar');
  const odd = list.find((tree) => tree.kind !== 'scalar');
  if (odd !== undefined) {
    const message = `A value of ${key} is a ${odd.kind}.`;
    report.error('attribute-type', odd.place, key, message, 'Write a text, a number, true, false or null.');
    return undefined;
  }
  if (scalars.length === 0) {
    report.error('selection-empty', values.place, key, `${key} has an empty list.`, 'Give at least one value.');
    return undefined;
  }
  return scalars;
}
