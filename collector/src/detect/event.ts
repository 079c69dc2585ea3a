import type { StoredActivity } from '../api/types.ts';
import { allFields, type Field, type FieldValue } from './fields.ts';
import type { ProfileView } from './finding.ts';

/**
 * An activity as rules see it. One of these serves all activities, one after the other, so that matching allocates nothing
 * but the fields that some rule asks for.
 */
export class ActivityEvent {
  readonly #profiles: ProfileView;
  #activity: StoredActivity | null = null;
  #generation = 0;
  readonly #values: (FieldValue | null)[] = allFields.map(() => null);
  readonly #valueOf = new Float64Array(allFields.length);
  readonly #texts: (string | null)[] = allFields.map(() => null);
  readonly #textOf = new Float64Array(allFields.length);
  readonly #loweredLists: (readonly string[] | null)[] = allFields.map(() => null);
  readonly #listOf = new Float64Array(allFields.length);

  constructor(profiles: ProfileView) {
    this.#profiles = profiles;
  }

  get activity(): StoredActivity {
    if (this.#activity === null) throw new TypeError('an event has no activity before show()');
    return this.#activity;
  }

  /** Turns to another activity: what was computed for the last one counts no more. */
  show(activity: StoredActivity): void {
    this.#activity = activity;
    this.#generation += 1;
  }

  /** The field's value; null where the activity has none. */
  value(field: Field): FieldValue | null {
    const { index } = field;
    if (this.#valueOf[index] === this.#generation) return this.#values[index] ?? null;
    const { activity } = this;
    const has = field.operations === null || field.operations.has(activity.operation);
    const value = has ? field.read(activity, this.#profiles) : null;
    this.#values[index] = value;
    this.#valueOf[index] = this.#generation;
    return value;
  }

  /** The value as text, a number or truth value included; null where there is none. Not for lists. */
  text(field: Field): string | null {
    const value = this.value(field);
    return typeof value === 'string' || value === null ? value : String(value);
  }

  /** The same in lower case. */
  lowered(field: Field): string | null {
    const { index } = field;
    if (this.#textOf[index] === this.#generation) return this.#texts[index] ?? null;
    const text = this.text(field)?.toLowerCase() ?? null;
    this.#texts[index] = text;
    this.#textOf[index] = this.#generation;
    return text;
  }

  /** The elements of a list; null where there is none. */
  list(field: Field): readonly string[] | null {
    const value = this.value(field);
    return Array.isArray(value) ? value : null;
  }

  /** The elements of a list in lower case. */
  loweredList(field: Field): readonly string[] | null {
    const { index } = field;
    if (this.#listOf[index] === this.#generation) return this.#loweredLists[index] ?? null;
    const list = this.list(field)?.map((text) => text.toLowerCase()) ?? null;
    this.#loweredLists[index] = list;
    this.#listOf[index] = this.#generation;
    return list;
  }
}
