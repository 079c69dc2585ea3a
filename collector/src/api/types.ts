/**
 * The JSON of /api/v1: what the console, the command line and users' scripts read. Times are Unix times in ms.
 * Types only; schemas that check requests stand beside each route.
 */
import type { Activity, Confidence, Operation, PackageRef, Review } from '@culprit/proto';

export type Severity = 'informational' | 'low' | 'medium' | 'high' | 'critical';

/** An activity as it is stored: with its place in the stream and the machine it came from. */
export interface StoredActivity extends Activity {
  /** `${machine id}:${batch sequence}:${index in the batch}` */
  readonly id: string;
  readonly machine: MachineRef;
}

export interface MachineRef {
  readonly id: string;
  /** Its host name. */
  readonly name: string;
}

/** One page of a list; `next` is the cursor of the following page, or null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** GET /api/v1/alerts (filters: severity, package, machine, rule, q; cursor, limit ≤ 200), newest first. */
export interface AlertSummary {
  readonly id: string;
  readonly rule: { readonly id: string; readonly title: string };
  readonly severity: Severity;
  /** What happened, in one sentence of plain words. */
  readonly sentence: string;
  /** The culprit; null is the application itself. */
  readonly package: PackageRef | null;
  readonly machine: MachineRef;
  readonly firstMs: number;
  readonly lastMs: number;
  /** How often the rule was met for this package version on this machine. */
  readonly count: number;
}

/** GET /api/v1/alerts/:id */
export interface Alert extends AlertSummary {
  readonly rule: {
    readonly id: string;
    readonly title: string;
    readonly description: string;
    readonly tags: readonly string[];
    readonly references: readonly string[];
    readonly falsePositives: readonly string[];
    /** The rule's own YAML. */
    readonly text: string;
  };
  readonly environment: string;
  /** The process of the deciding activity; null for an alert about an environment. */
  readonly process: Activity['process'];
  /** Innermost first, as of the deciding activity. */
  readonly chain: readonly PackageRef[];
  /** The activities that met the rule, oldest first. */
  readonly evidence: readonly StoredActivity[];
  /** What the same process did around them, and changes of the culprit on this machine; oldest first, at most 200. */
  readonly timeline: readonly TimelineEntry[];
  /** Every version of the culprit that the fleet knows, oldest version first (PEP 440). */
  readonly versions: readonly PackageVersion[];
  /** Behaviours of this version which no earlier version ever showed. */
  readonly newInVersion: readonly Behaviour[];
}

export interface TimelineEntry {
  readonly activity: StoredActivity;
  /** It is one of the activities that met the rule. */
  readonly deciding: boolean;
}

/** What a package version is known to do: operation × target class ("net.connect" × "bot-api"). */
export interface Behaviour {
  readonly operation: Operation;
  /** "" where the target was nothing special. */
  readonly targetClass: string;
  readonly firstMs: number;
  readonly count: number;
}

export interface PackageVersion {
  readonly version: string;
  readonly firstMs: number;
  readonly lastMs: number;
  /** The machines that have or had it. */
  readonly machines: number;
  readonly behaviours: readonly Behaviour[];
  /** What was found when an agent compared its files with those of another version; the last such comparison of each. */
  readonly reviews: readonly VersionReview[];
}

export interface VersionReview extends Review {
  /** The version that it was held against. */
  readonly from: string;
  readonly firstMs: number;
}

/** GET /api/v1/who?target= (since, package, machine, cursor, limit): a row a distinct answer, newest first. */
export interface WhoRow {
  /** null where the application itself did it; so are version and purl then. */
  readonly package: string | null;
  readonly version: string | null;
  readonly purl: string | null;
  /** "name@version", innermost first. */
  readonly chain: readonly string[];
  readonly application: string;
  readonly operation: Operation;
  readonly target: string;
  /** The new path of a rename, or the path that was used where a link led to the target; else null. */
  readonly other: string | null;
  readonly ip: string | null;
  readonly port: number | null;
  readonly targetClass: string | null;
  /** The machine's host name. */
  readonly machine: string;
  readonly environment: string;
  readonly python: string;
  readonly pid: number | null;
  readonly command: string;
  readonly confidence: Confidence;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly count: number;
}

/** GET /api/v1/packages (q): what the fleet has. */
export interface PackageSummary {
  readonly name: string;
  readonly versions: readonly string[];
  readonly machines: number;
  readonly lastMs: number;
}

/** GET /api/v1/packages/:name */
export interface PackageDetail {
  readonly name: string;
  readonly versions: readonly PackageVersion[];
  readonly installed: readonly {
    readonly machine: MachineRef;
    readonly environment: string;
    readonly version: string;
    /** "pip", "uv" …; empty where nobody told. */
    readonly installer: string;
    /** null where the installer doesn't tell. */
    readonly requested: boolean | null;
    /** "index", "archive URL", "vcs URL@COMMIT", "folder PATH", "editable PATH"; empty where nobody told. */
    readonly source: string;
    readonly isNative: boolean;
    /** Those of its files that run at every start of Python, relative to site-packages. */
    readonly startupFiles: readonly string[];
    /** Since when this version is there, as far as is known. */
    readonly sinceMs: number;
  }[];
  readonly alerts: readonly AlertSummary[];
}

/** A package as it is installed in one environment. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly installer: string;
  readonly requested: boolean | null;
  readonly isNative: boolean;
  readonly source: string;
  /** The names that it can be imported by, as far as its RECORD tells. */
  readonly topLevel: readonly string[];
  readonly startupFiles: readonly string[];
  /** As far as its files tell; 0 where nobody told. */
  readonly installedMs: number;
}

/** GET /api/v1/machines/:id/environments: what is installed on a machine. */
export interface InstalledEnvironment {
  readonly path: string;
  /** "venv", "conda", "base" … */
  readonly kind: string;
  readonly python: string;
  /** By name. */
  readonly packages: readonly InstalledPackage[];
}

/** GET /api/v1/machines */
export interface Machine extends MachineRef {
  readonly platform: string;
  readonly agentVersion: string;
  readonly connected: boolean;
  readonly enrolledMs: number;
  readonly lastSeenMs: number;
  /** The highest batch that is committed. */
  readonly sequence: number;
  readonly environments: number;
  readonly processes: number;
  readonly spoolBatches: number;
  /** Activities that this machine is known to have lost. */
  readonly lost: number;
  readonly alerts: number;
  /** How much of it is covered; null where it hasn't told. */
  readonly coverage: CoverageCounts | null;
}

/** Interpreters and environments, and Python processes that run. */
export interface CoverageCounts {
  readonly toldMs: number;
  readonly covered: number;
  readonly blind: number;
  readonly coveredProcesses: number;
  readonly blindProcesses: number;
}

/** An interpreter or an environment of a machine. */
export interface CoveredPlace {
  readonly path: string;
  /** Empty where it can't be covered, whatever one does. */
  readonly kind: string;
  readonly python: string;
  /** How it came to be: "uv-tool", "poetry", "system" … */
  readonly origin: string;
  /** "hook", "interpreter", "user-site"; null where it isn't covered. */
  readonly coveredBy: string | null;
  /** Why it isn't; null where it is. */
  readonly reason: string | null;
  readonly detail: string;
}

/** Python processes that aren't covered and are alike. */
export interface BlindProcess {
  readonly executable: string;
  readonly environment: string;
  readonly reason: string;
  readonly detail: string;
  readonly count: number;
}

/** GET /api/v1/machines/:id/coverage, with when the machine told it */
export interface MachineCoverage {
  /** "all", "listed", "ask": what the machine's policy covers. */
  readonly policy: string;
  readonly places: readonly CoveredPlace[];
  readonly processes: readonly BlindProcess[];
  readonly coveredProcesses: number;
}

/** GET /api/v1/rules */
export interface RuleSummary {
  readonly id: string;
  readonly title: string;
  readonly level: Severity;
  readonly file: string;
  readonly correlation: boolean;
  readonly hits: number;
}

/** GET /api/v1/session */
export interface Session {
  readonly user: string;
}

/** POST /api/v1/enrol, with an enrolment token in the body: what the agent keeps. */
export interface Enrolled {
  readonly machine: string;
  readonly credential: string;
}

/** POST /api/v1/tokens {kind, label?, uses?, expiresInMs?}: the token is shown this once. */
export interface CreatedToken {
  readonly token: string;
  /** null never expires. */
  readonly expiresMs: number | null;
  /** A sign-in token as a link to open in a browser; null for other kinds. */
  readonly link: string | null;
}

/** RFC 9457. `detail` says what to do. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** What is wrong with which part of the request, where that is the matter. */
  readonly errors?: readonly { readonly field: string; readonly detail: string }[];
}

/** GET /api/v1/events (server-sent events): `event: alert`, a new alert or a changed one. */
export type AlertEvent = AlertSummary;
