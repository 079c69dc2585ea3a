import { z } from 'zod';
import type { Position } from '../store/store.ts';

const mend = 'is no cursor of this list; take "next" of the page before, or leave it out for the first page';

/** A cursor of a list that is ordered by time. To a client it is opaque. */
export const positionCursor = z
  .string()
  .max(256)
  .transform((text, context): Position => {
    const value = decode(text);
    const [lastMs, no] = Array.isArray(value) ? value : [];
    if (Number.isSafeInteger(lastMs) && Number.isSafeInteger(no)) return { lastMs, no };
    context.addIssue({ code: 'custom', message: mend });
    return z.NEVER;
  })
  .optional()
  .describe('`next` of the page before; none for the first page');

/** A cursor of a list that is ordered by name. */
export const nameCursor = z
  .string()
  .max(1024)
  .transform((text, context): string => {
    const value = decode(text);
    if (typeof value === 'string') return value;
    context.addIssue({ code: 'custom', message: mend });
    return z.NEVER;
  })
  .optional()
  .describe('`next` of the page before; none for the first page');

export function encodeCursor(position: Position | string | null): string | null {
  if (position === null) return null;
  const value = typeof position === 'string' ? position : [position.lastMs, position.no];
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return null;
  }
}
