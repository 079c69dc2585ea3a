/**
 * What happens inside the agent, a function per happening that does both the log line and the counter. Code says what
 * happened, once; how loud that is, and what it is called, is decided here. Log messages are constant phrases.
 */
import type { Logger } from 'pino';

/** Why activities never reach the collector though nobody meant that. Each has a counter, and a mark in a batch. */
export const lossReasons = [
  /** A process had no room for them: it is faster than its socket, or the agent was away. */
  'hook-full',
  /** Repeats of an activity that this agent never heard of, or no longer remembers. */
  'repeat-unknown',
  /** An operation of a newer hook. */
  'operation-unknown',
  /** The spool reached its limit: the oldest batches went. */
  'spool-full',
  /** The disk was full: the oldest batches went. */
  'disk-full',
  /** What waited for longer than the spool keeps it. */
  'spool-old',
  /** A record in the spool failed its checksum and was put into quarantine. */
  'spool-corrupt',
  /** A write was cut off by a crash. */
  'spool-torn',
  /** The disk refused a write. */
  'spool-write',
  /** The collector refused a batch again and again. */
  'refused',
] as const;
export type LossReason = (typeof lossReasons)[number];

/** Why an activity isn't sent on purpose. */
export type DropReason =
  | 'own-files'
  /** A process that makes connections to more places than anyone can look at. */
  | 'many-sockets';

/** Why a connection to the hook socket was closed by the agent. */
export type RefusalReason =
  | 'too-long'
  | 'malformed'
  | 'no-hello'
  | 'protocol'
  | 'other-process'
  | 'too-many-connections';

/** Why an uplink connection ended. */
export type UplinkEnd = 'unreachable' | 'closed' | 'silent' | 'no-welcome' | 'no-ack' | 'refused' | 'malformed';

export type Counters = Readonly<Record<string, number>>;

export interface EventsOptions {
  readonly log: Logger;
  /** Unix time, ms. */
  readonly clock?: () => number;
}

export type Events = ReturnType<typeof createEvents>;

/** A line of the same kind is logged at most this often, ms: a hostile or broken peer must not fill the log. */
const quietMs = 60_000;

/** Counters and log lines of one agent. */
export function createEvents({ log, clock = Date.now }: EventsOptions) {
  const counters = new Map<string, number>();
  const lost = new Map<LossReason, number>(lossReasons.map((reason) => [reason, 0]));
  const lastSaidMs = new Map<string, number>();

  const count = (name: string, by = 1): number => {
    const total = (counters.get(name) ?? 0) + by;
    counters.set(name, total);
    return total;
  };
  /** Runs `say` unless the same line was said a moment ago. `key` is one of a bounded set. */
  const seldom = (key: string, say: () => void): void => {
    const now = clock();
    if (now - (lastSaidMs.get(key) ?? Number.NEGATIVE_INFINITY) < quietMs) return;
    lastSaidMs.set(key, now);
    say();
  };

  return {
    /** Counters by name, for status. */
    counters: (): Counters => Object.fromEntries(counters),
    /** Lost activities by reason since the agent started; every reason is there. */
    lost: (): Readonly<Record<LossReason, number>> => Object.fromEntries(lost) as Record<LossReason, number>,
    lostTotal: (): number => [...lost.values()].reduce((total, entry) => total + entry, 0),

    agentStarted: (fields: object) => log.info(fields, 'agent started'),
    agentStopped: () => log.info('agent stopped'),
    stopStepFailed: (step: string, error: unknown) => log.error({ step, err: error }, 'stopping failed'),

    processConnected(fields: { readonly pid: number; readonly application: string }) {
      count('processes_connected');
      log.debug(fields, 'process connected');
    },
    processUnseen(pid: number) {
      count('processes_unseen');
      log.debug({ pid }, 'process shows its sockets to nobody');
    },
    connectionRefused(reason: RefusalReason, pid: number | null) {
      const total = count(`connections_refused_${reason}`);
      seldom(`refused ${reason}`, () => log.warn({ reason, pid, total }, 'hook connection refused'));
    },
    acceptFailed(error: unknown) {
      count('accept_failures');
      seldom('accept', () => log.error({ err: error }, 'hook connection could not be accepted'));
    },
    socketReplaced: () => log.warn('hook socket was removed and is opened again'),

    activitiesReceived: (by: number) => count('activities_received', by),
    activitiesDropped: (reason: DropReason, by: number) => count(`activities_dropped_${reason}`, by),
    activitiesLost(reason: LossReason, by: number) {
      const total = (lost.get(reason) ?? 0) + by;
      lost.set(reason, total);
      seldom(`lost ${reason}`, () => log.error({ reason, total }, 'activities lost'));
    },
    activityFailed(error: unknown) {
      count('activities_failed');
      seldom('activity failed', () => log.error({ err: error }, 'activity could not be resolved'));
    },

    batchStored(activities: number, bytes: number) {
      count('batches_stored');
      count('activities_stored', activities);
      count('bytes_stored', bytes);
    },
    segmentDropped(reason: LossReason, batches: number) {
      const total = count('spool_batches_dropped', batches);
      seldom(`segment dropped ${reason}`, () => log.error({ reason, total }, 'oldest batches of the spool dropped'));
    },
    reserveFreed() {
      count('spool_reserve_freed');
      seldom('reserve freed', () => log.warn('disk is full, the reserve of the spool is used'));
    },
    segmentUnreadable(file: string, error: unknown) {
      count('spool_segments_unreadable');
      seldom('segment unreadable', () => log.error({ file, err: error }, 'spool segment could not be read'));
    },
    recordQuarantined(file: string) {
      count('spool_records_quarantined');
      seldom('record quarantined', () => log.error({ file }, 'spool record is corrupt'));
    },
    tailTruncated: (file: string, bytes: number) => log.warn({ file, bytes }, 'spool was cut off by a crash'),
    spoolWriteFailed(error: unknown) {
      count('spool_write_failures');
      seldom('spool write', () => log.error({ err: error }, 'spool could not be written'));
    },
    ledgerFailed(error: unknown) {
      count('spool_ledger_failures');
      seldom('ledger', () => log.warn({ err: error }, 'spool ledger could not be written'));
    },
    backpressureChanged(isHeld: boolean) {
      if (isHeld) count('backpressure');
      log.debug({ isHeld }, 'reading from processes held back');
    },

    uplinkConnected: (fields: { readonly collector: string; readonly sequence: number }) =>
      log.info(fields, 'connected to collector'),
    uplinkEnded(reason: UplinkEnd, detail: string, retryInMs: number) {
      count(`uplink_ended_${reason}`);
      seldom(`uplink ${reason}`, () => log.warn({ reason, detail, retryInMs }, 'collector connection ended'));
    },
    uplinkWaiting: () => log.warn('not enrolled: run "culprit-agent enrol --collector URL --token TOKEN"'),
    credentialRefused(status: number) {
      count('credential_refused');
      log.error({ status }, 'collector refuses the credential: enrol this machine again with "culprit-agent enrol"');
    },
    collectorRefused(code: string, message: string, sequence: number) {
      count('collector_refusals');
      seldom(`collector refused ${code}`, () => log.error({ code, message, sequence }, 'collector refused'));
    },
    batchDiscarded: (sequence: number) => log.error({ sequence }, 'refused batch put into quarantine'),
    numberingMoved: (offset: number) => log.warn({ offset }, 'batch numbers follow the collector'),
    batchesAcknowledged: (by: number) => count('batches_acknowledged', by),
    environmentFailed(path: string, error: unknown) {
      count('environments_failed');
      seldom(`environment`, () => log.warn({ path, err: error }, 'environment could not be read'));
    },
    coverageFailed: (reason: string) =>
      seldom('coverage', () => log.warn({ reason }, 'what is covered could not be told')),
    controlFailed: (error: unknown) => seldom('control', () => log.warn({ err: error }, 'status could not be told')),
  };
}
