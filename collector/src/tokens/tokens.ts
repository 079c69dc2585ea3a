import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { CollectorError, reasonOf } from '../errors.ts';
import type { SecretStore, TokenKind } from '../store/store.ts';
import { hashOf, newSecret } from './secret.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
export const signInTokenMs = 10 * minuteMs;
export const sessionMs = 12 * hourMs;

/** How long a token lasts and how often it is good, where its maker doesn't say. */
const defaults: Readonly<Record<TokenKind, { expiresInMs: number | null; uses: number | null }>> = {
  enrol: { expiresInMs: 24 * hourMs, uses: 1 },
  'sign-in': { expiresInMs: signInTokenMs, uses: 1 },
  api: { expiresInMs: null, uses: null },
};

/** The label of the token in the local command line's file. */
const cliLabel = 'cli';

export interface TokenWish {
  readonly kind: TokenKind;
  /** Whom it stands for. */
  readonly label: string;
  readonly expiresInMs?: number | undefined;
  /** Enrolment: how many machines. */
  readonly uses?: number | undefined;
}

export interface CreatedToken {
  /** Shown once. */
  readonly token: string;
  readonly expiresMs: number | null;
}

export interface Tokens {
  create(wish: TokenWish): Promise<CreatedToken>;
  /** Uses a token up by one; whom it stands for, or null where it is no good. */
  redeem(token: string, kind: TokenKind): Promise<string | null>;
  /** Takes back the API tokens of a label; how many there were. */
  revoke(label: string): Promise<number>;
  openSession(user: string): Promise<{ readonly secret: string; readonly expiresMs: number }>;
  /** The session's user, or null where there is none. */
  session(secret: string): Promise<string | null>;
  closeSession(secret: string): Promise<void>;
  /**
   * Puts a token for the local command line into a file that only its owner can read; one that is good stays.
   * @throws CollectorError COLLECTOR_ERR_HOME where it can't be written.
   */
  ensureCliToken(path: string): Promise<void>;
}

/** Tokens and sessions: made here, shown once, kept as their hashes. */
export function createTokens(secrets: SecretStore, clock: () => number = Date.now): Tokens {
  async function create({ kind, label, expiresInMs, uses }: TokenWish): Promise<CreatedToken> {
    const token = newSecret();
    const createdMs = clock();
    const lasts = expiresInMs ?? defaults[kind].expiresInMs;
    const expiresMs = lasts === null ? null : createdMs + lasts;
    await secrets.addToken({
      hash: hashOf(token),
      kind,
      label,
      createdMs,
      expiresMs,
      uses: uses ?? defaults[kind].uses,
    });
    return { token, expiresMs };
  }

  return {
    create,
    redeem: (token, kind) => secrets.redeem(hashOf(token), kind, clock()),
    revoke: (label) => secrets.removeTokens('api', label),

    async openSession(user) {
      const secret = newSecret();
      const expiresMs = clock() + sessionMs;
      await secrets.addSession({ hash: hashOf(secret), user, createdMs: clock(), expiresMs });
      return { secret, expiresMs };
    },
    session: (secret) => secrets.session(hashOf(secret), clock()),
    closeSession: (secret) => secrets.removeSession(hashOf(secret)),

    async ensureCliToken(path) {
      const known = readToken(path);
      try {
        if (known !== null && (await secrets.redeem(hashOf(known), 'api', clock())) !== null) {
          chmodSync(path, 0o600);
          return;
        }
        await secrets.removeTokens('api', cliLabel);
        const { token } = await create({ kind: 'api', label: cliLabel });
        // By way of another name, so that no one ever reads half a token, or a new one in an old file's mode.
        writeFileSync(`${path}.new`, `${token}\n`, { mode: 0o600 });
        renameSync(`${path}.new`, path);
      } catch (cause) {
        throw new CollectorError('COLLECTOR_ERR_HOME', [path, reasonOf(cause)], { cause });
      }
    },
  };
}

/** The token in a file, or null where there is none. */
export function readToken(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim() || null;
  } catch {
    return null;
  }
}
