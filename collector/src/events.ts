/**
 * The collector's internal events: one function a happening, which writes the log line and moves the counter, so that
 * the code that calls it says only what happened. Nothing here ever takes a secret or the contents of an activity.
 */
import type { Logger } from 'pino';

type Labels = Readonly<Record<string, string>>;

/** What each counter counts; the names follow Prometheus. */
const counters = {
  culprit_batches_committed_total: 'Batches that were committed.',
  culprit_batches_repeated_total: 'Batches that were sent again and changed nothing.',
  culprit_batches_quarantined_total: 'Batches that could not be read, kept as they came.',
  culprit_batches_refused_total: 'Batches that were refused because one before them is missing.',
  culprit_activities_committed_total: 'Activities that were committed.',
  culprit_activities_lost_total: 'Activities that are known to be lost.',
  culprit_batches_pruned_total: 'Batches that were given up for their age.',
  culprit_sightings_pruned_total: 'Answers of who that were given up for their age.',
  culprit_alerts_total: 'New alerts.',
  culprit_alert_repeats_total: 'Findings that counted an alert up.',
  culprit_commit_failures_total: 'Commits that failed; the agents send again.',
  culprit_detection_failures_total: 'Batches whose detection failed; they are stored without findings.',
  culprit_uplinks_refused_total: 'Uplinks that were refused.',
  culprit_uplinks_total: 'Uplinks that were accepted.',
  culprit_sign_ins_total: 'Sign-ins to the console.',
  culprit_sign_ins_failed_total: 'Sign-ins and enrolments that were refused.',
  culprit_requests_failed_total: 'API requests that ended in a fault of the collector.',
} as const;

type CounterName = keyof typeof counters;

export type Events = ReturnType<typeof createEvents>;

/** Binds the internal events to a log. */
export function createEvents(log: Logger) {
  const values = new Map<string, number>();
  const add = (name: CounterName, amount = 1, labels: Labels = {}): void => {
    const key = `${name}${renderLabels(labels)}`;
    values.set(key, (values.get(key) ?? 0) + amount);
  };
  // A counter without labels shows from the start, so that a rate over it is never missing its first step.
  const labelled = new Set<CounterName>(['culprit_activities_lost_total', 'culprit_uplinks_refused_total']);
  for (const name of Object.keys(counters) as CounterName[]) if (!labelled.has(name)) add(name, 0);

  return {
    started(url: string, rules: number): void {
      log.info({ url, rules }, 'collector started');
    },
    stopped(): void {
      log.info('collector stopped');
    },
    stepFailed(step: string, err: unknown): void {
      log.error({ step, err }, 'a part did not stop cleanly');
    },
    rulesLoaded(rules: number, dir: string): void {
      log.info({ rules, dir }, 'rules loaded');
    },
    ruleFault(level: 'error' | 'warning', message: string): void {
      log[level === 'error' ? 'error' : 'warn']({ rule: message }, 'a rule needs attention');
    },
    replayed(activities: number, ms: number): void {
      log.info({ activities, ms }, 'detection state rebuilt');
    },
    machineEnrolled(machine: string, host: string): void {
      log.info({ machine, host }, 'machine enrolled');
    },
    machineRevoked(machine: string): void {
      log.info({ machine }, 'machine revoked');
    },
    machineConnected(machine: string, sequence: number): void {
      add('culprit_uplinks_total');
      log.info({ machine, sequence }, 'machine connected');
    },
    machineDisconnected(machine: string, reason: string): void {
      log.info({ machine, reason }, 'machine disconnected');
    },
    uplinkRefused(reason: 'unauthorised' | 'protocol' | 'origin' | 'stopping'): void {
      add('culprit_uplinks_refused_total', 1, { reason });
      log.warn({ reason }, 'uplink refused');
    },
    batchesCommitted(batches: number, activities: number, ms: number): void {
      add('culprit_batches_committed_total', batches);
      add('culprit_activities_committed_total', activities);
      log.debug({ batches, activities, ms }, 'batches committed');
    },
    batchRepeated(machine: string, sequence: number): void {
      add('culprit_batches_repeated_total');
      log.debug({ machine, sequence }, 'batch was known already');
    },
    batchRefused(machine: string, sequence: number, held: number): void {
      add('culprit_batches_refused_total');
      log.warn({ machine, sequence, held }, 'batch refused: one before it is missing');
    },
    batchQuarantined(machine: string, sequence: number, reason: string): void {
      add('culprit_batches_quarantined_total');
      log.error({ machine, sequence, reason }, 'batch quarantined');
    },
    activitiesLost(machine: string, lost: number): void {
      add('culprit_activities_lost_total', lost, { where: 'agent', reason: 'reported' });
      log.warn({ machine, lost }, 'machine lost activities');
    },
    pruned(batches: number, sightings: number): void {
      add('culprit_batches_pruned_total', batches);
      add('culprit_sightings_pruned_total', sightings);
      log.debug({ batches, sightings }, 'what was too old was given up');
    },
    commitFailed(err: unknown): void {
      add('culprit_commit_failures_total');
      log.error({ err }, 'commit failed');
    },
    jobFailed(err: unknown): void {
      log.error({ err }, 'a job between commits failed');
    },
    detectionFailed(machine: string, sequence: number, err: unknown): void {
      add('culprit_detection_failures_total');
      log.error({ machine, sequence, err }, 'detection failed');
    },
    alertRaised(alert: string, rule: string, severity: string, isNew: boolean): void {
      add(isNew ? 'culprit_alerts_total' : 'culprit_alert_repeats_total', 1);
      if (isNew) log.warn({ alert, rule, severity }, 'alert');
      else log.debug({ alert, rule }, 'alert again');
    },
    signedIn(): void {
      add('culprit_sign_ins_total');
      log.info('signed in');
    },
    signInFailed(what: 'sign-in' | 'enrol'): void {
      add('culprit_sign_ins_failed_total');
      log.warn({ what }, 'a token was refused');
    },
    requestFailed(method: string, route: string, err: unknown): void {
      add('culprit_requests_failed_total');
      log.error({ method, route, err }, 'request failed');
    },

    /** The counters in Prometheus' text format. */
    metrics(): string {
      return Object.entries(counters)
        .flatMap(([name, help]) => [
          `# HELP ${name} ${help}`,
          `# TYPE ${name} counter`,
          ...[...values].filter(([key]) => key.split('{')[0] === name).map(([key, value]) => `${key} ${value}`),
        ])
        .join('\n')
        .concat('\n');
    },
  };
}

function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
