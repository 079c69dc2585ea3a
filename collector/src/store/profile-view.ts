import type { DatabaseSync } from 'node:sqlite';
import type { ProfileView } from '../detect/finding.ts';
import { earlierThan } from '../versions.ts';

/** Packages whose profile is kept in memory; one takes a few KB. */
const maxCached = 4096;

interface Profile {
  readonly versions: Set<string>;
  /** Version, family and class, joined. */
  readonly behaviours: Set<string>;
  /** Answers of earlierVersions, until a version is added. */
  readonly earlier: Map<string, readonly string[]>;
}

/**
 * The profiles as the detection asks for them, inside a commit and many times a batch: read from the database once a
 * package, then kept, and kept true by whoever writes (`note…`) or takes writes back (`forget`).
 */
export class CachedProfiles implements ProfileView {
  readonly #cache = new Map<string, Profile>();
  readonly #readVersions;
  readonly #readBehaviours;

  constructor(db: DatabaseSync) {
    this.#readVersions = db.prepare('SELECT DISTINCT version FROM versions WHERE package = ?');
    this.#readBehaviours = db.prepare('SELECT version, family, target_class FROM behaviours WHERE package = ?');
  }

  earlierVersions(name: string, version: string): readonly string[] {
    const profile = this.#profile(name);
    const known = profile.earlier.get(version);
    if (known !== undefined) return known;
    const earlier = earlierThan(version, profile.versions);
    profile.earlier.set(version, earlier);
    return earlier;
  }

  did(name: string, versions: readonly string[], family: string, targetClass: string | null): boolean {
    const { behaviours } = this.#profile(name);
    return versions.some((version) => behaviours.has(join(version, family, targetClass ?? '')));
  }

  noteVersion(name: string, version: string): void {
    const profile = this.#cache.get(name);
    if (profile === undefined || profile.versions.has(version)) return;
    profile.versions.add(version);
    profile.earlier.clear();
  }

  noteBehaviour(name: string, version: string, family: string, targetClass: string): void {
    this.#cache.get(name)?.behaviours.add(join(version, family, targetClass));
  }

  /** What is kept may be more than what is committed: read it anew. */
  forget(): void {
    this.#cache.clear();
  }

  #profile(name: string): Profile {
    const known = this.#cache.get(name);
    if (known !== undefined) return known;
    const profile: Profile = {
      versions: new Set(this.#readVersions.all(name).map((row) => String(row.version))),
      behaviours: new Set(
        this.#readBehaviours
          .all(name)
          .map((row) => join(String(row.version), String(row.family), String(row.target_class))),
      ),
      earlier: new Map(),
    };
    // The oldest entry goes: which one matters little, that the memory is bounded does.
    const oldest = this.#cache.keys().next();
    if (this.#cache.size >= maxCached && !oldest.done) this.#cache.delete(oldest.value);
    this.#cache.set(name, profile);
    return profile;
  }
}

function join(version: string, family: string, targetClass: string): string {
  return `${version}\n${family}\n${targetClass}`;
}
