/**
 * The database's layout, one step after another; `PRAGMA user_version` is the number of steps that were taken.
 * A step that was ever released is never changed: a new one is added. Times are Unix times in ms, whole.
 *
 * Layout (a row an activity would take five times the room and a fifth of the speed):
 *   batches    the compressed batch as it came; an activity is read by decoding its batch
 *   postings   key → batches: which batches hold a process's activities, or a package's changes
 *   sightings  a row a distinct answer of `who`
 *   behaviours, versions   what package versions do, where they are
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE machines (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    platform TEXT NOT NULL,
    user_name TEXT NOT NULL DEFAULT '',
    agent_version TEXT NOT NULL DEFAULT '',
    enrolled_ms INTEGER NOT NULL,
    last_seen_ms INTEGER NOT NULL,
    sequence INTEGER NOT NULL DEFAULT 0,
    lost INTEGER NOT NULL DEFAULT 0,
    health_lost INTEGER NOT NULL DEFAULT 0,
    spool_batches INTEGER NOT NULL DEFAULT 0,
    spool_bytes INTEGER NOT NULL DEFAULT 0,
    processes INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE credentials (
    hash BLOB PRIMARY KEY,
    machine TEXT NOT NULL REFERENCES machines (id),
    created_ms INTEGER NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE tokens (
    hash BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER,
    uses INTEGER
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sessions (
    hash BLOB PRIMARY KEY,
    user TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE environments (
    machine TEXT NOT NULL,
    path TEXT NOT NULL,
    kind TEXT NOT NULL,
    python TEXT NOT NULL,
    PRIMARY KEY (machine, path)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE batches (
    no INTEGER PRIMARY KEY,
    machine TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    activities INTEGER NOT NULL,
    lost INTEGER NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (machine, sequence)
  ) STRICT;
  CREATE INDEX batches_received ON batches (received_ms);

  CREATE TABLE postings (
    key TEXT NOT NULL,
    batch INTEGER NOT NULL,
    PRIMARY KEY (key, batch)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE quarantine (
    no INTEGER PRIMARY KEY,
    machine TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    reason TEXT NOT NULL,
    body BLOB NOT NULL
  ) STRICT;

  CREATE TABLE sightings (
    no INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,
    package TEXT,
    version TEXT,
    chain TEXT NOT NULL,
    application TEXT NOT NULL,
    operation TEXT NOT NULL,
    target TEXT NOT NULL,
    reversed TEXT,
    ip TEXT,
    address BLOB,
    port INTEGER,
    target_class TEXT,
    machine TEXT NOT NULL,
    environment TEXT NOT NULL,
    python TEXT NOT NULL,
    pid INTEGER,
    command TEXT NOT NULL,
    confidence TEXT NOT NULL,
    first_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    count INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX sightings_last ON sightings (last_ms);
  CREATE INDEX sightings_target ON sightings (target);
  CREATE INDEX sightings_reversed ON sightings (reversed) WHERE reversed IS NOT NULL;
  CREATE INDEX sightings_address ON sightings (address) WHERE address IS NOT NULL;
  CREATE INDEX sightings_class ON sightings (target_class, last_ms) WHERE target_class IS NOT NULL;
  CREATE INDEX sightings_package ON sightings (package, last_ms);

  CREATE TABLE behaviours (
    package TEXT NOT NULL,
    version TEXT NOT NULL,
    family TEXT NOT NULL,
    target_class TEXT NOT NULL,
    operation TEXT NOT NULL,
    first_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (package, version, family, target_class, operation)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE versions (
    package TEXT NOT NULL,
    version TEXT NOT NULL,
    machine TEXT NOT NULL,
    environment TEXT NOT NULL,
    first_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    installed INTEGER NOT NULL,
    PRIMARY KEY (package, version, machine, environment)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX versions_machine ON versions (machine, installed);

  CREATE TABLE alerts (
    no INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL UNIQUE,
    rule TEXT NOT NULL,
    package TEXT NOT NULL,
    version TEXT NOT NULL,
    machine TEXT NOT NULL,
    title TEXT NOT NULL,
    rule_json TEXT NOT NULL,
    severity TEXT NOT NULL,
    sentence TEXT NOT NULL,
    environment TEXT NOT NULL,
    process_json TEXT NOT NULL,
    chain_json TEXT NOT NULL,
    evidence_json TEXT NOT NULL,
    evidence_count INTEGER NOT NULL,
    first_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    count INTEGER NOT NULL,
    UNIQUE (rule, package, version, machine)
  ) STRICT;
  CREATE INDEX alerts_last ON alerts (last_ms);
  CREATE INDEX alerts_machine ON alerts (machine);
  `,
  // A file's second name: a rename's new path, the link that was used. Paths are found in any case, for the machines
  // whose file systems have none; which of those found count is decided row by row.
  `
  ALTER TABLE sightings ADD COLUMN other TEXT;
  DROP INDEX sightings_target;
  CREATE INDEX sightings_target ON sightings (target COLLATE NOCASE);
  CREATE INDEX sightings_other ON sightings (other COLLATE NOCASE) WHERE other IS NOT NULL;
  `,
  // What is installed where, with all that its agent tells of it; the digest says which state of an environment that is.
  // Reviews: what a version brought that the one before had nothing of.
  `
  ALTER TABLE environments ADD COLUMN digest TEXT NOT NULL DEFAULT '';

  CREATE TABLE installed (
    machine TEXT NOT NULL,
    environment TEXT NOT NULL,
    package TEXT NOT NULL,
    version TEXT NOT NULL,
    installer TEXT NOT NULL,
    requested INTEGER,
    native INTEGER NOT NULL,
    source TEXT NOT NULL,
    top_level TEXT NOT NULL,
    startup_files TEXT NOT NULL,
    installed_ms INTEGER NOT NULL,
    PRIMARY KEY (machine, environment, package)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE reviews (
    package TEXT NOT NULL,
    version TEXT NOT NULL,
    from_version TEXT NOT NULL,
    outcome TEXT NOT NULL,
    new_kinds TEXT NOT NULL,
    findings TEXT NOT NULL,
    first_ms INTEGER NOT NULL,
    PRIMARY KEY (package, version, from_version)
  ) STRICT, WITHOUT ROWID;
  `,
  // What each machine says is covered: one row a machine, for it is only ever read and replaced as a whole.
  `
  CREATE TABLE coverage (
    machine TEXT PRIMARY KEY,
    told_ms INTEGER NOT NULL,
    covered INTEGER NOT NULL,
    blind INTEGER NOT NULL,
    covered_processes INTEGER NOT NULL,
    blind_processes INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
];
