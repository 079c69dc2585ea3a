import { hash, randomBytes } from 'node:crypto';

/** A new secret: 32 random bytes, base64url. It is shown once, to whom it is for; only its hash is kept. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret. A plain hash is enough: nobody guesses 256 random bits. */
export function hashOf(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}
