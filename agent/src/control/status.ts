/** What `culprit-agent status` says. Times are in ms. */
import type { CoverageStatus } from '../discovery/coverage-status.ts';
import type { EnvironmentListing } from '../environments/environments.ts';
import type { GateState } from '../environments/hook-gate.ts';
import type { Counters } from '../events.ts';
import type { IntegrityStatus } from '../integrity/integrity-watch.ts';
import type { Receipt } from '../pipeline/receipts.ts';
import type { SocketsStatus } from '../sockets/sockets.ts';
import type { SpoolStatus } from '../spool/spool.ts';
import type { UplinkStatus } from '../uplink/uplink.ts';

export interface AgentStatus {
  readonly version: string;
  readonly pid: number;
  readonly home: string;
  readonly upMs: number;
  readonly uplink: UplinkStatus;
  /** Python processes that are connected now. */
  readonly processes: number;
  readonly sockets: SocketsStatus;
  readonly environments: readonly EnvironmentListing[];
  /** The hook's filter in C: one that is "refused" isn't what was built, and is put nowhere. */
  readonly gate: GateState;
  /** What of this machine is covered, what isn't, and why. */
  readonly coverage: CoverageStatus;
  /** What the last self-tests did, and how far it came. */
  readonly selftest: readonly Receipt[];
  readonly spool: SpoolStatus;
  readonly integrity: IntegrityStatus;
  /** Activities lost since the start, by reason; reasons without any are left out. */
  readonly lost: Readonly<Record<string, number>>;
  readonly counters: Counters;
}
