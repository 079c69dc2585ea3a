/**
 * The store's interface: what the collector keeps, without a word about the engine that keeps it. All SQL is in this
 * room; the other rooms see this file. Every answer is a promise, so that an engine on another machine can stand here.
 *
 * Promises that hold for every engine:
 * - A batch whose commit was reported is on disk, with all that follows from it (postings, roll-ups, alerts).
 * - The same batch twice is one batch.
 * - A batch is committed wholly or not at all.
 */
import type { ActivityBatch } from '@culprit/proto';
import type {
  Alert,
  AlertSummary,
  InstalledEnvironment,
  InstalledPackage,
  Machine,
  MachineCoverage,
  MachineRef,
  PackageDetail,
  PackageSummary,
  PackageVersion,
  Severity,
  StoredActivity,
  WhoRow,
} from '../api/types.ts';
import type { Finding, ProfileView } from '../detect/finding.ts';
import type { Target } from './target.ts';

export type { InstalledPackage };

export interface Store {
  readonly batches: BatchStore;
  /** What packages are known to do, as the detection asks for it inside a commit. */
  readonly profiles: ProfileView;
  readonly sightings: SightingStore;
  readonly alerts: AlertStore;
  readonly packages: PackageStore;
  readonly machines: MachineStore;
  readonly inventories: InventoryStore;
  readonly secrets: SecretStore;
  /** Closes the store; what was committed stays. Legal twice. */
  close(): Promise<void>;
}

/** Where a page of a list, newest first, goes on: after the row with this time and number. */
export interface Position {
  readonly lastMs: number;
  readonly no: number;
}

export interface Slice<T, P = Position> {
  readonly items: readonly T[];
  /** Where the next page begins, or null on the last. */
  readonly next: P | null;
}

// Batches

/** A batch as it came from an agent, decoded; or why it couldn't be. */
export interface IncomingBatch {
  readonly machine: MachineRef;
  readonly sequence: number;
  readonly receivedMs: number;
  /** The compressed bytes as received. */
  readonly body: Uint8Array;
  readonly contents:
    | { readonly status: 'read'; readonly batch: ActivityBatch }
    | { readonly status: 'invalid'; readonly reason: string };
}

/** What became of one batch. `sequence` is what the machine's committed sequence is now. */
export type BatchOutcome =
  | { readonly status: 'committed'; readonly sequence: number; readonly activities: number; readonly lost: number }
  | { readonly status: 'quarantined'; readonly sequence: number; readonly reason: string }
  | { readonly status: 'known'; readonly sequence: number }
  | { readonly status: 'gap'; readonly sequence: number };

/** An alert that a commit made or counted up. */
export interface AlertChange {
  readonly alert: AlertSummary;
  readonly isNew: boolean;
  /** Larger with every change of any alert; orders them for whoever follows. */
  readonly revision: number;
}

export interface CommitReport {
  /** One for each batch, in the order they were given. */
  readonly outcomes: readonly BatchOutcome[];
  readonly alerts: readonly AlertChange[];
}

/** The detection, as the commit calls it: inside the transaction, after the batch's own roll-ups are written. */
export type Decide = (activities: readonly StoredActivity[]) => readonly Finding[];

export interface BatchStore {
  /**
   * Commits batches in one transaction and in their order.
   * @throws CollectorError COLLECTOR_ERR_STORE_WRITE where nothing of them was committed.
   */
  commit(batches: readonly IncomingBatch[], decide: Decide): Promise<CommitReport>;
  /** The batches received since then, oldest first, one at a time (memory stays constant). */
  since(receivedMs: number): AsyncIterable<readonly StoredActivity[]>;
  /** The process's activities in the batches nearest to the one given, oldest first. */
  ofProcess(machine: MachineRef, processKey: string, nearSequence: number): Promise<readonly StoredActivity[]>;
  /** The newest changes of a package on a machine, oldest first. */
  changesOf(machine: MachineRef, packageName: string): Promise<readonly StoredActivity[]>;
  /** Gives up batches (those set aside too) received before then, the oldest first; how many, at most `limit`. */
  prune(beforeMs: number, limit: number): Promise<number>;
}

// Alerts

export interface AlertFilter {
  /** Any of these; none given is all. */
  readonly severities?: readonly Severity[];
  /** The culprit's name. */
  readonly package?: string;
  /** A machine's id or host name. */
  readonly machine?: string;
  /** A rule's id. */
  readonly rule?: string;
  /** Words that the sentence, the rule's title, the package or the machine must contain. */
  readonly q?: string;
}

/** An alert as it is kept: all of Alert but what is assembled from other places when it is read. */
export type StoredAlert = Omit<Alert, 'timeline' | 'versions' | 'newInVersion'>;

export interface AlertStore {
  list(filter: AlertFilter, after: Position | null, limit: number): Promise<Slice<AlertSummary>>;
  get(id: string): Promise<StoredAlert | null>;
  /** Changes after this revision, oldest first; at most `limit`. */
  changesAfter(revision: number, limit: number): Promise<readonly AlertChange[]>;
  /** The latest revision; 0 before the first alert. */
  revision(): Promise<number>;
  /** How often each rule was met, by its id. */
  hits(): Promise<ReadonlyMap<string, number>>;
}

// Who

export interface WhoQuery {
  readonly target: Target;
  /** Only what was last seen since then. */
  readonly sinceMs?: number;
  readonly package?: string;
  /** A machine's id or host name. */
  readonly machine?: string;
}

export interface SightingStore {
  who(query: WhoQuery, after: Position | null, limit: number): Promise<Slice<WhoRow>>;
  /** Gives up answers last seen before then, the oldest first; how many, at most `limit`. */
  prune(beforeMs: number, limit: number): Promise<number>;
}

// Packages

export interface PackageStore {
  /** By name, those whose name contains `q`. */
  list(q: string, after: string | null, limit: number): Promise<Slice<PackageSummary, string>>;
  get(name: string): Promise<Omit<PackageDetail, 'alerts'> | null>;
  /** Every version that the fleet knows, oldest first. */
  versions(name: string): Promise<readonly PackageVersion[]>;
}

// Machines

export interface NewMachine {
  readonly id: string;
  readonly name: string;
  readonly platform: string;
  readonly credentialHash: Uint8Array;
  readonly enrolledMs: number;
}

export interface AgentFacts {
  readonly hostName: string;
  readonly platform: string;
  readonly userName: string;
  readonly agentVersion: string;
}

export interface InventoryEnvironment {
  readonly path: string;
  readonly kind: string;
  readonly python: string;
  readonly packages: readonly { readonly name: string; readonly version: string; readonly installer: string }[];
}

/** An environment and which state of it an agent has; an empty digest is one that isn't read yet. */
export interface EnvironmentDigest {
  readonly path: string;
  readonly kind: string;
  readonly python: string;
  readonly digest: string;
}

export interface InventoryChange extends EnvironmentDigest {
  /** The digest that it starts from; empty is from nothing. */
  readonly base: string;
  /** Each in place of a package of its name. */
  readonly put: readonly InstalledPackage[];
  readonly removed: readonly string[];
}

export interface InventoryStore {
  /** Which environments a machine has; what is left out is gone. Answers whose state isn't the one that is held. */
  offer(id: string, environments: readonly EnvironmentDigest[], atMs: number): Promise<readonly string[]>;
  /** Applies a difference; false where what it starts from isn't what is held. */
  change(id: string, change: InventoryChange, atMs: number): Promise<boolean>;
  /** What an agent tells that knows no differences; replaces what was known. */
  replace(id: string, environments: readonly InventoryEnvironment[], atMs: number): Promise<void>;
  /** What a machine has now, by environment and name. */
  of(id: string): Promise<readonly InstalledEnvironment[]>;
}

export interface HealthFacts {
  readonly spoolBatches: number;
  readonly spoolBytes: number;
  readonly lost: number;
  readonly processes: number;
}

export interface MachineStore {
  add(machine: NewMachine): Promise<void>;
  /** The machine of a credential, or null where it is unknown or revoked. */
  byCredential(hash: Uint8Array): Promise<MachineRef | null>;
  /** Takes the credential back; whether there was such a machine with one. */
  revoke(id: string): Promise<boolean>;
  list(): Promise<readonly Omit<Machine, 'connected'>[]>;
  /** Notes who speaks, and answers which sequence is committed for it. */
  hello(id: string, facts: AgentFacts, atMs: number): Promise<number>;
  health(id: string, facts: HealthFacts, atMs: number): Promise<void>;
  /** What is covered there, and what not; replaces what was known. */
  coverage(id: string, coverage: MachineCoverage, atMs: number): Promise<void>;
  /** Null where the machine hasn't told, or there is none. */
  coverageOf(id: string): Promise<(MachineCoverage & { readonly toldMs: number }) | null>;
}

// Secrets: only their SHA-256 is ever here.

export type TokenKind = 'enrol' | 'sign-in' | 'api';

export interface NewToken {
  readonly hash: Uint8Array;
  readonly kind: TokenKind;
  /** Who it stands for, in the log and the console. */
  readonly label: string;
  readonly createdMs: number;
  /** null never expires. */
  readonly expiresMs: number | null;
  /** null is without limit. */
  readonly uses: number | null;
}

export interface NewSession {
  readonly hash: Uint8Array;
  readonly user: string;
  readonly createdMs: number;
  readonly expiresMs: number;
}

export interface SecretStore {
  addToken(token: NewToken): Promise<void>;
  /** Uses a token up by one; its label, or null where it is unknown, expired or used up. */
  redeem(hash: Uint8Array, kind: TokenKind, nowMs: number): Promise<string | null>;
  /** Takes back all tokens of a kind that stand for this label; how many there were. */
  removeTokens(kind: TokenKind, label: string): Promise<number>;
  addSession(session: NewSession): Promise<void>;
  /** The session's user, or null where it is unknown or expired. */
  session(hash: Uint8Array, nowMs: number): Promise<string | null>;
  removeSession(hash: Uint8Array): Promise<void>;
}
