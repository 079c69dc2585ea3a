/**
 * YAML with places. A file's documents become small trees in which every key and value knows its line and column, so that
 * each problem can say where it is. Bounded: a file's bytes, a document's values (an alias counts as often as it is used,
 * which is what stops an alias bomb) and its depth.
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, type YAMLError } from 'yaml';
import type { Place, Reporter } from './problem.ts';

/** A rule file is at most this long, bytes. */
export const maxFileBytes = 262_144;
/** A document has at most this many keys and values. */
const maxValues = 20_000;
const maxDepth = 32;
const maxDocuments = 1_000;

export interface ScalarTree {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As it stands in the file where it is a number (1.10 stays 1.10); otherwise the value as text. */
  readonly text: string;
  readonly place: Place;
}

export interface ListTree {
  readonly kind: 'list';
  readonly items: readonly Tree[];
  readonly place: Place;
}

export interface Entry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: Tree;
}

export interface MapTree {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
  readonly place: Place;
}

export type Tree = ScalarTree | ListTree | MapTree;

/** One document of a file: its tree, and its own text. */
export interface Document {
  readonly tree: Tree;
  readonly text: string;
}

/** The value of a key, or undefined. */
export function entryOf(map: MapTree, key: string): Entry | undefined {
  return map.entries.find((entry) => entry.key === key);
}

/** Reads every document of a file's text. A document that can't be read is reported and left out. */
export function readDocuments(text: string, report: Reporter): Document[] {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: true, version: '1.2' });
  if (!Array.isArray(parsed)) return [];
  if (parsed.length > maxDocuments) {
    const message = `The file has ${parsed.length} documents, more than ${maxDocuments}.`;
    report.error('yaml-too-large', { line: 1, column: 1 }, null, message, 'Split it into several files.');
    return [];
  }
  const documents: Document[] = [];
  for (const document of parsed) {
    const fault = document.errors[0];
    if (fault !== undefined) {
      report.error('yaml-invalid', placeOfError(fault), null, ...explain(fault));
      continue;
    }
    if (document.contents === null) continue;
    const reader = new TreeReader(lines, report, (alias) => alias.resolve(document));
    const tree = reader.read(document.contents, 0);
    const [start, , end] = document.range;
    if (tree !== undefined)
      documents.push({
        tree,
        text: text
          .slice(start, end)
          .replace(/^---[ \t]*\n/, '')
          .trim(),
      });
  }
  return documents;
}

function placeOfError(error: YAMLError): Place {
  const start = error.linePos?.[0];
  return { line: start?.line ?? 1, column: start?.col ?? 1 };
}

function explain(error: YAMLError): [message: string, mend: string] {
  const [first = ''] = error.message.split(/ at line \d+|:\n/);
  const mend =
    error.code === 'DUPLICATE_KEY'
      ? 'Keep one of the two: where a field needs several values, write them as a list.'
      : 'Check indentation and quotes; a value that starts with * or & or % must be quoted.';
  return [`The file is not valid YAML: ${first.trim().replace(/\.$/, '')}.`, mend];
}

type Alias = Node & { resolve(document: unknown): Node | undefined };

class TreeReader {
  readonly #lines: LineCounter;
  readonly #report: Reporter;
  readonly #resolve: (alias: Alias) => Node | undefined;
  #values = 0;
  #isRefused = false;

  constructor(lines: LineCounter, report: Reporter, resolve: (alias: Alias) => Node | undefined) {
    this.#lines = lines;
    this.#report = report;
    this.#resolve = resolve;
  }

  /** The tree of a node, or undefined where the document was refused. */
  read(node: unknown, depth: number): Tree | undefined {
    const place = this.#placeOf(node);
    this.#values += 1;
    if (this.#values > maxValues || depth > maxDepth) return this.#refuse(place, depth > maxDepth);
    if (isAlias(node)) return this.read(this.#resolve(node as Alias), depth + 1);
    if (isMap(node)) return this.#readMap(node.items, place, depth);
    if (isSeq(node)) {
      const items: Tree[] = [];
      for (const item of node.items) {
        const tree = this.read(item, depth + 1);
        if (tree === undefined) return undefined;
        items.push(tree);
      }
      return { kind: 'list', items, place };
    }
    if (isScalar(node)) return scalar(node.value, node.source, place);
    return { kind: 'scalar', value: null, text: '', place };
  }

  #readMap(items: readonly { key: unknown; value: unknown }[], place: Place, depth: number): Tree | undefined {
    const entries: Entry[] = [];
    for (const { key, value } of items) {
      const keyTree = this.read(key, depth + 1);
      const valueTree = keyTree === undefined ? undefined : this.read(value, depth + 1);
      if (keyTree === undefined || valueTree === undefined) return undefined;
      if (keyTree.kind !== 'scalar') {
        const mend = 'Write a plain name before the colon.';
        this.#report.error('yaml-invalid', keyTree.place, null, 'A key is a list or a map.', mend);
        return undefined;
      }
      // An empty value has no place of its own: it is where its key is.
      const value2 = value === null ? { ...valueTree, place: keyTree.place } : valueTree;
      entries.push({ key: keyTree.text, keyPlace: keyTree.place, value: value2 });
    }
    return { kind: 'map', entries, place };
  }

  #refuse(place: Place, isDepth: boolean): undefined {
    if (this.#isRefused) return undefined;
    this.#isRefused = true;
    const message = isDepth
      ? `The document nests deeper than ${maxDepth} levels.`
      : `The document has more than ${maxValues} values, aliases counted as often as they are used.`;
    this.#report.error('yaml-too-large', place, null, message, 'Split it into several rules.');
    return undefined;
  }

  #placeOf(node: unknown): Place {
    const offset = (node as { range?: readonly number[] } | null | undefined)?.range?.[0] ?? 0;
    const { line, col } = this.#lines.linePos(offset);
    return { line, column: col };
  }
}

function scalar(value: unknown, source: string | undefined, place: Place): ScalarTree {
  if (typeof value === 'number') return { kind: 'scalar', value, text: source ?? String(value), place };
  if (typeof value === 'string') return { kind: 'scalar', value, text: value, place };
  if (typeof value === 'boolean') return { kind: 'scalar', value, text: String(value), place };
  return { kind: 'scalar', value: null, text: '', place };
}
