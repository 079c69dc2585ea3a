import type { Alert, Behaviour, PackageVersion, StoredActivity, TimelineEntry } from '../api/types.ts';
import { familyOf } from '../family.ts';
import type { Store, StoredAlert } from '../store/store.ts';
import { earlierThan } from '../versions.ts';

/** A timeline is for reading: more than this tells less. */
const maxTimeline = 200;

/** An alert with all that explains it, assembled from the store; null where there is none of that id. */
export async function alertDetail(store: Store, id: string): Promise<Alert | null> {
  const alert = await store.alerts.get(id);
  if (alert === null) return null;
  const versions = alert.package === null ? [] : await store.packages.versions(alert.package.name);
  return {
    ...alert,
    timeline: timelineOf(alert.evidence, await around(store, alert)),
    versions,
    newInVersion: alert.package === null ? [] : newIn(alert.package.version, versions),
  };
}

/** What the deciding process did, and the changes of the culprit on that machine. */
async function around(store: Store, alert: StoredAlert): Promise<readonly StoredActivity[]> {
  const { machine, process, package: culprit } = alert;
  const deciding =
    alert.evidence.findLast((activity) => activity.process?.key === process?.key) ?? alert.evidence.at(-1);
  const sequence = Number(deciding?.id.split(':').at(-2) ?? 0);
  const ofProcess = process === null ? [] : await store.batches.ofProcess(machine, process.key, sequence);
  const changes = culprit === null ? [] : await store.batches.changesOf(machine, culprit.name);
  return [...ofProcess, ...changes];
}

/** Oldest first; where there is too much, the evidence and what is nearest to it in time. */
export function timelineOf(
  evidence: readonly StoredActivity[],
  others: readonly StoredActivity[],
): readonly TimelineEntry[] {
  const deciding = new Set(evidence.map(({ id }) => id));
  const byId = new Map([...others, ...evidence].map((activity) => [activity.id, activity]));
  const times = evidence.map(({ atMs }) => atMs);
  const distance = ({ id, atMs }: StoredActivity): number =>
    deciding.has(id) ? -1 : Math.min(...times.map((time) => Math.abs(time - atMs)));
  return [...byId.values()]
    .map((activity) => ({ activity, distance: distance(activity) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, maxTimeline)
    .map(({ activity }) => ({ activity, deciding: deciding.has(activity.id) }))
    .sort((a, b) => a.activity.atMs - b.activity.atMs || placeOf(a.activity) - placeOf(b.activity));
}

/** The place of an activity in its machine's stream, for those of one millisecond. */
function placeOf({ id }: StoredActivity): number {
  const [index = 0, sequence = 0] = id.split(':').toReversed().map(Number);
  return sequence * 1_000_000 + index;
}

/**
 * Behaviours of a version that no earlier version ever showed, by operation family and target class. Where the fleet
 * knows no earlier version nothing can be said to be new.
 */
export function newIn(version: string, versions: readonly PackageVersion[]): readonly Behaviour[] {
  const earlier = new Set(
    earlierThan(
      version,
      versions.map((known) => known.version),
    ),
  );
  if (earlier.size === 0) return [];
  const keyOf = ({ operation, targetClass }: Behaviour): string => `${familyOf(operation)} ${targetClass}`;
  const before = new Set(
    versions.filter((known) => earlier.has(known.version)).flatMap((known) => known.behaviours.map(keyOf)),
  );
  const own = versions.find((known) => known.version === version)?.behaviours ?? [];
  return own.filter((behaviour) => !before.has(keyOf(behaviour)));
}
