import { STATUS_CODES } from 'node:http';
import type { z } from 'zod';
import type { Problem } from './types.ts';

export const problemType = 'application/problem+json';

/** An answer that is a problem document (RFC 9457): thrown by a route, sent by the server. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;

  /** @param detail one or more sentences that say what to do. */
  constructor(
    status: number,
    detail: string,
    more: { readonly errors?: Problem['errors']; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail);
    this.problem = problemOf(status, detail, more.errors);
    this.headers = more.headers ?? {};
  }
}

export function problemOf(status: number, detail: string, errors?: Problem['errors']): Problem {
  const problem = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail };
  return errors === undefined ? problem : { ...problem, errors };
}

/** What a part of a request must look like: which field isn't so, and what to write instead. */
export function problemOfInput(error: z.ZodError, known: readonly string[]): ProblemError {
  const errors = error.issues.flatMap((issue): { field: string; detail: string }[] => {
    if (issue.code === 'unrecognized_keys') {
      const detail = known.length === 0 ? 'is not known here' : `is not known here; known are ${known.join(', ')}`;
      return issue.keys.map((field) => ({ field: field.slice(0, 64), detail }));
    }
    return [{ field: issue.path.join('.') || 'body', detail: mendOf(issue) }];
  });
  const detail = errors
    .map((each) => (each.detail.endsWith('.') ? each.detail : `"${each.field}" ${each.detail}.`))
    .join(' ');
  return new ProblemError(400, detail, { errors });
}

/** Never echoes the value: it may be a secret. */
function mendOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${issue.expected === 'object' ? 'a JSON object' : `a ${issue.expected}`}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'too_big':
      return `must ${issue.origin === 'string' ? 'have at most' : 'be at most'} ${issue.maximum}${charactersOf(issue.origin)}`;
    case 'too_small':
      return `must ${issue.origin === 'string' ? 'have at least' : 'be at least'} ${issue.minimum}${charactersOf(issue.origin)}`;
    default:
      return issue.message;
  }
}

function charactersOf(origin: string): string {
  return origin === 'string' ? ' characters' : '';
}
