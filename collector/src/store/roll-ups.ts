import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Operation } from '@culprit/proto';
import type { StoredActivity } from '../api/types.ts';
import { familyOf } from '../family.ts';
import { addressBytes } from './address.ts';
import type { CachedProfiles } from './profile-view.ts';

/** A longer text is cut in the roll-ups (the batch keeps all of it), so that one text in a batch can't fill the disk. */
const maxTextLength = 4096;
/** Of a review, which an agent bounds by itself. */
const maxReviewLines = 50;
/** "In use" and "last seen" of a version are kept to this, which spares most writes. */
const versionGrainMs = 60_000;

interface Seen {
  firstMs: number;
  lastMs: number;
  count: number;
  last: StoredActivity;
}

/** Writes what a batch adds to sightings, behaviours and versions. Runs inside the commit's transaction. */
export function createRollUps(db: DatabaseSync, profiles: CachedProfiles) {
  const sightings = db.prepare(`
    INSERT INTO sightings (key, package, version, chain, application, operation, target, reversed, ip, address, port,
      target_class, machine, environment, python, pid, command, confidence, first_ms, last_ms, count, other)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET
      python = iif(excluded.last_ms >= last_ms, excluded.python, python),
      pid = iif(excluded.last_ms >= last_ms, excluded.pid, pid),
      command = iif(excluded.last_ms >= last_ms, excluded.command, command),
      confidence = iif(excluded.last_ms >= last_ms, excluded.confidence, confidence),
      first_ms = min(first_ms, excluded.first_ms),
      last_ms = max(last_ms, excluded.last_ms),
      count = count + excluded.count`);
  const behaviours = db.prepare(`
    INSERT INTO behaviours (package, version, family, target_class, operation, first_ms, last_ms, count)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET
      first_ms = min(first_ms, excluded.first_ms),
      last_ms = max(last_ms, excluded.last_ms),
      count = count + excluded.count`);
  const inUse = db.prepare(`
    INSERT INTO versions (package, version, machine, environment, first_ms, last_ms, installed)
    VALUES (?, ?, ?, ?, ?, ?, 0)
    ON CONFLICT DO UPDATE SET first_ms = min(first_ms, excluded.first_ms), last_ms = max(last_ms, excluded.last_ms)
    WHERE excluded.last_ms > last_ms + ${versionGrainMs} OR excluded.first_ms < first_ms`);
  const changed = db.prepare(`
    INSERT INTO versions (package, version, machine, environment, first_ms, last_ms, installed)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET last_ms = max(last_ms, excluded.last_ms), installed = excluded.installed`);

  const reviewed = db.prepare(`
    INSERT INTO reviews (package, version, from_version, outcome, new_kinds, findings, first_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET outcome = excluded.outcome, new_kinds = excluded.new_kinds, findings = excluded.findings`);

  function writeSightings(activities: readonly StoredActivity[]): void {
    const rows = group(activities.filter(isSighting), sightingKey);
    for (const [key, { firstMs, lastMs, count, last }] of rows) {
      const isNet = last.operation === 'dns.lookup' || last.operation.startsWith('net.');
      const target = clip(isNet ? last.target.toLowerCase() : last.target);
      sightings.run(
        hash('sha256', key, 'buffer').subarray(0, 16),
        last.package === null ? null : clip(last.package.name),
        last.package === null ? null : clip(last.package.version),
        chainText(last),
        clip(last.process?.application ?? ''),
        last.operation,
        target,
        isNet ? reverse(target) : null,
        last.ip,
        addressBytes(last.ip ?? (isNet ? target : '')),
        last.port,
        last.targetClass,
        last.machine.id,
        clip(last.environment),
        last.process?.python ?? '',
        last.process?.pid ?? null,
        clip(last.process?.command ?? ''),
        last.confidence,
        firstMs,
        lastMs,
        count,
        secondName(last),
      );
    }
  }

  function writeBehaviours(activities: readonly StoredActivity[]): void {
    const does = activities.filter((activity) => activity.package !== null && familyOf(activity.operation) !== null);
    const rows = group(does, ({ package: of, operation, targetClass }) =>
      JSON.stringify([of?.name, of?.version, operation, targetClass]),
    );
    for (const { firstMs, lastMs, count, last } of rows.values()) {
      const family = familyOf(last.operation);
      if (last.package === null || family === null) continue;
      const { name, version } = last.package;
      const targetClass = last.targetClass ?? '';
      behaviours.run(name, version, family, targetClass, last.operation, firstMs, lastMs, count);
      profiles.noteBehaviour(name, version, family, targetClass);
    }
  }

  function writeVersions(activities: readonly StoredActivity[]): void {
    const uses = activities
      .filter(({ operation }) => operation !== 'package.change')
      .flatMap((activity) =>
        [...(activity.package === null ? [] : [activity.package]), ...activity.chain].map((used) => ({
          activity,
          used,
        })),
      );
    const rows = new Map<
      string,
      { name: string; version: string; of: StoredActivity; firstMs: number; lastMs: number }
    >();
    for (const { activity, used } of uses) {
      const key = JSON.stringify([used.name, used.version, activity.environment]);
      const row = rows.get(key);
      if (row === undefined) rows.set(key, { ...used, of: activity, firstMs: activity.atMs, lastMs: activity.lastMs });
      else {
        row.firstMs = Math.min(row.firstMs, activity.atMs);
        row.lastMs = Math.max(row.lastMs, activity.lastMs);
      }
    }
    for (const { name, version, of, firstMs, lastMs } of rows.values()) {
      inUse.run(name, version, of.machine.id, of.environment, firstMs, lastMs);
      profiles.noteVersion(name, version);
    }
    for (const activity of activities) if (activity.operation === 'package.change') writeChange(activity);
  }

  function writeChange({ change, package: of, target, machine, environment, atMs }: StoredActivity): void {
    const name = of?.name ?? target;
    const review = change?.review ?? null;
    if (change?.to && change.from && review !== null && review.outcome !== 'alone') {
      const texts = (list: readonly string[]): string => JSON.stringify(list.slice(0, maxReviewLines).map(clip));
      const { outcome, newKinds, findings } = review;
      reviewed.run(name, change.to, change.from, outcome, texts(newKinds), texts(findings), atMs);
    }
    const steps = [
      { version: change?.from ?? null, installed: 0 },
      { version: change?.to ?? null, installed: 1 },
    ];
    for (const { version, installed } of steps) {
      if (version === null) continue;
      changed.run(name, version, machine.id, environment, atMs, atMs, installed);
      profiles.noteVersion(name, version);
    }
  }

  return {
    /** @param receivedMs the collector's own time: no clock of a machine may put a row ahead of it. */
    write(activities: readonly StoredActivity[], receivedMs: number): void {
      const whole = activities.map((activity) => ({
        ...activity,
        atMs: wholeMs(activity.atMs, receivedMs),
        lastMs: wholeMs(Math.max(activity.atMs, activity.lastMs), receivedMs),
      }));
      writeSightings(whole);
      writeBehaviours(whole);
      writeVersions(whole);
    },
  };
}

const noSightings: ReadonlySet<Operation> = new Set(['package.change']);

function isSighting({ operation }: StoredActivity): boolean {
  return !noSightings.has(operation);
}

/** What makes an answer of `who` a distinct one. */
function sightingKey(activity: StoredActivity): string {
  const { package: of, operation, target, ip, port, targetClass, machine, environment, process } = activity;
  const chain = chainText(activity);
  const application = process?.application ?? '';
  return JSON.stringify([
    ...[of?.name, of?.version, chain, application, operation, target, ip, port, targetClass, machine.id, environment],
    ...[secondName(activity) ?? []].flat(),
  ]);
}

/** The other path of a file, or of a socket that has one; null where there is none. */
function secondName({ operation, other }: StoredActivity): string | null {
  const isOfPath = operation.startsWith('file.') || operation.startsWith('net.');
  return isOfPath && other !== null ? clip(other) : null;
}

function chainText({ chain }: StoredActivity): string {
  return JSON.stringify(chain.slice(0, 32).map(({ name, version }) => clip(`${name}@${version}`).slice(0, 200)));
}

function group(activities: readonly StoredActivity[], keyOf: (activity: StoredActivity) => string): Map<string, Seen> {
  const rows = new Map<string, Seen>();
  for (const activity of activities) {
    const key = keyOf(activity);
    const row = rows.get(key);
    if (row === undefined) {
      rows.set(key, { firstMs: activity.atMs, lastMs: activity.lastMs, count: activity.count, last: activity });
      continue;
    }
    row.firstMs = Math.min(row.firstMs, activity.atMs);
    if (activity.lastMs >= row.lastMs) row.last = activity;
    row.lastMs = Math.max(row.lastMs, activity.lastMs);
    row.count += activity.count;
  }
  return rows;
}

function wholeMs(ms: number, receivedMs: number): number {
  return Math.round(Math.min(Math.max(0, ms), receivedMs));
}

function clip(text: string): string {
  return text.length <= maxTextLength ? text : text.slice(0, maxTextLength);
}

/** Backwards, so that a search for a domain and all below it is a search for a beginning. */
export function reverse(text: string): string {
  return [...text].reverse().join('');
}
