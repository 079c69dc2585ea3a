import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

/** A mistake in a file: where it is, what it is, and what to do about it. */
export interface Mistake {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** "paths" in the entry on that line; empty where it is about the file. */
  readonly field: string;
  /** What is wrong, and the mend. */
  readonly what: string;
}

export type Parsed<T> =
  | { readonly status: 'ok'; readonly value: T; readonly lineOf: (path: readonly PropertyKey[]) => number }
  | { readonly status: 'mistaken'; readonly mistakes: readonly Mistake[] };

/** A mistake as one line: file:line: field: what. */
export function mistakeLine({ file, line, field, what }: Mistake): string {
  return `${file}:${line}: ${field === '' ? '' : `${field}: `}${what}`;
}

/** Parses YAML and checks it. Values never stand in a mistake's text: a file may hold what is nobody's business. */
export function parseYaml<T>(file: string, text: string, schema: z.ZodType<T>): Parsed<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const mistakes = document.errors.map(({ linePos, message }): Mistake => {
    const [what = ''] = message.split('\n');
    return {
      file,
      line: linePos?.[0].line ?? 1,
      field: '',
      what: `${what.replace(/ at line \d+.*$/, '')}: correct the YAML`,
    };
  });
  if (mistakes.length > 0) return { status: 'mistaken', mistakes };

  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (hasRange(node)) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const checked = schema.safeParse(document.toJS());
  if (checked.success) return { status: 'ok', value: checked.data, lineOf };
  const found = checked.error.issues.flatMap((issue) => mistakesOf(issue, file, lineOf));
  return { status: 'mistaken', mistakes: found };
}

function hasRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

function mistakesOf(
  issue: z.core.$ZodIssue,
  file: string,
  lineOf: (path: readonly PropertyKey[]) => number,
): Mistake[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      file,
      line: lineOf([...issue.path, key]),
      field: key,
      what: 'is not known here: remove it, or correct its name',
    }));
  }
  const field = issue.path.filter((part) => typeof part === 'string').join('.');
  return [{ file, line: lineOf(issue.path), field, what: issue.message }];
}
