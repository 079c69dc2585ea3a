import { type Entry, entryOf, type MapTree, type ScalarTree } from './document.ts';
import { didYouMean, nearest } from './nearest.ts';
import type { Place, Reporter } from './problem.ts';

/** Reads the attributes of a map one by one; what is wrong with any is reported, and reads as if it weren't there. */
export class AttributeReader {
  readonly map: MapTree;
  readonly #path: string;
  readonly #report: Reporter;

  /** @param path what stands before each attribute's name in a message: "" or "correlation.". */
  constructor(map: MapTree, path: string, report: Reporter) {
    this.map = map;
    this.#path = path;
    this.#report = report;
  }

  /**
   * Reports the attributes that are none of these. Sigma allows attributes of one's own at the top: there (`isOpen`) only
   * what looks like a slip is an error, and the rest a warning.
   */
  allowOnly(names: readonly string[], isOpen = false): void {
    for (const { key, keyPlace } of this.map.entries) {
      if (names.includes(key)) continue;
      const field = this.#path + key;
      if (isOpen && nearest(key, names) === null) {
        const message = `${field} is no attribute of Sigma or of Culprit, and does nothing.`;
        this.#report.warning('attribute-unknown', keyPlace, field, message, 'Leave it out, or put it into a comment.');
      } else {
        const message = `There is no attribute ${field}.`;
        this.#report.error('attribute-unknown', keyPlace, field, message, didYouMean(key, names));
      }
    }
  }

  entry(key: string): Entry | undefined {
    return entryOf(this.map, key);
  }

  /** A mandatory attribute; undefined where it is missing, which is reported. */
  required(key: string, mend: string): Entry | undefined {
    const entry = this.entry(key);
    if (entry !== undefined) return entry;
    const field = this.#path + key;
    this.#report.error('attribute-missing', this.map.place, field, `${field} is missing.`, mend);
    return undefined;
  }

  text(key: string, maxLength = 65_535): string | undefined {
    const entry = this.entry(key);
    if (entry === undefined) return undefined;
    const { value } = entry;
    if (value.kind !== 'scalar' || typeof value.value !== 'string' || value.value.trim() === '') {
      return this.#wrongType(key, entry, 'a text', 'Write a text, in quotes if it looks like something else.');
    }
    if (value.value.length > maxLength) {
      const message = `${this.#path}${key} has more than ${maxLength} characters.`;
      return this.fault('attribute-value', value.place, key, message, 'Shorten it.');
    }
    return value.value;
  }

  /** A text, or a list of texts. */
  texts(key: string): readonly string[] {
    return this.scalars(key).map(({ text }) => text);
  }

  /** The same, with places. */
  scalars(key: string): readonly ScalarTree[] {
    const entry = this.entry(key);
    if (entry === undefined) return [];
    const { value } = entry;
    const list = value.kind === 'list' ? value.items : [value];
    const texts = list.filter((tree) => tree.kind === 'scalar' && tree.value !== null);
    if (texts.length === list.length && value.kind !== 'map') return texts as readonly ScalarTree[];
    this.#wrongType(key, entry, 'a list of texts', 'Write one text a line, each after a dash.');
    return [];
  }

  oneOf<const T extends string>(key: string, values: readonly T[]): T | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const found = values.find((value) => value === text);
    if (found !== undefined) return found;
    const place = this.entry(key)?.value.place ?? this.map.place;
    const message = `${this.#path}${key} can't be ${text}.`;
    return this.fault('attribute-value', place, key, message, didYouMean(text, values));
  }

  truth(key: string): boolean | undefined {
    const entry = this.entry(key);
    if (entry === undefined) return undefined;
    const { value } = entry;
    if (value.kind === 'scalar' && typeof value.value === 'boolean') return value.value;
    return this.#wrongType(key, entry, 'a truth value', 'Write true or false.');
  }

  submap(key: string): MapTree | undefined {
    const entry = this.entry(key);
    if (entry === undefined) return undefined;
    if (entry.value.kind === 'map') return entry.value;
    return this.#wrongType(key, entry, 'a map', 'Write its attributes below it, indented.');
  }

  fault(code: Parameters<Reporter['error']>[0], place: Place, key: string, message: string, mend: string): undefined {
    this.#report.error(code, place, (this.#path + key).replace(/\.$/, ''), message, mend);
    return undefined;
  }

  #wrongType(key: string, entry: Entry, wanted: string, mend: string): undefined {
    return this.fault('attribute-type', entry.value.place, key, `${this.#path}${key} must be ${wanted}.`, mend);
  }
}
