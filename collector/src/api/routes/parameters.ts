import { z } from 'zod';

export const limit = z.coerce.number().int().min(1).max(200).default(50).describe('At most so many rows');

/** A package's name, in whatever spelling: it is normalised as PEP 503 says. */
export const packageName = z
  .string()
  .min(1)
  .max(256)
  .transform((name) => name.toLowerCase().replace(/[-_.]+/g, '-'));
