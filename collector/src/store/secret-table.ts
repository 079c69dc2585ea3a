import type { DatabaseSync } from 'node:sqlite';
import { transaction } from './database.ts';
import type { NewSession, NewToken, SecretStore, TokenKind } from './store.ts';

/** Tokens and sessions, by the SHA-256 of what their owners hold. */
export function createSecretTable(db: DatabaseSync): SecretStore {
  const addToken = db.prepare(
    'INSERT INTO tokens (hash, kind, label, created_ms, expires_ms, uses) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const token = db.prepare('SELECT label, expires_ms, uses FROM tokens WHERE hash = ? AND kind = ?');
  const use = db.prepare('UPDATE tokens SET uses = uses - 1 WHERE hash = ?');
  const removeTokens = db.prepare('DELETE FROM tokens WHERE kind = ? AND label = ?');
  const dropTokens = db.prepare('DELETE FROM tokens WHERE expires_ms <= ? OR uses <= 0');
  const addSession = db.prepare('INSERT INTO sessions (hash, user, created_ms, expires_ms) VALUES (?, ?, ?, ?)');
  const session = db.prepare('SELECT user FROM sessions WHERE hash = ? AND expires_ms > ?');
  const removeSession = db.prepare('DELETE FROM sessions WHERE hash = ?');
  const dropSessions = db.prepare('DELETE FROM sessions WHERE expires_ms <= ?');

  return {
    async addToken({ hash, kind, label, createdMs, expiresMs, uses }: NewToken): Promise<void> {
      dropTokens.run(createdMs);
      addToken.run(hash, kind, label, createdMs, expiresMs, uses);
    },

    async redeem(hash: Uint8Array, kind: TokenKind, nowMs: number): Promise<string | null> {
      const row = token.get(hash, kind);
      if (row === undefined || (row.expires_ms !== null && Number(row.expires_ms) <= nowMs)) return null;
      if (row.uses === null) return String(row.label);
      if (Number(row.uses) <= 0) return null;
      transaction(db, () => use.run(hash));
      return String(row.label);
    },

    async removeTokens(kind: TokenKind, label: string): Promise<number> {
      return Number(removeTokens.run(kind, label).changes);
    },

    async addSession({ hash, user, createdMs, expiresMs }: NewSession): Promise<void> {
      dropSessions.run(createdMs);
      addSession.run(hash, user, createdMs, expiresMs);
    },

    async session(hash: Uint8Array, nowMs: number): Promise<string | null> {
      const row = session.get(hash, nowMs);
      return row === undefined ? null : String(row.user);
    },

    async removeSession(hash: Uint8Array): Promise<void> {
      removeSession.run(hash);
    },
  };
}
