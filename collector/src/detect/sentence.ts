/** What happened, in one sentence of plain words. */
import type { Operation } from '@culprit/proto';
import type { StoredActivity } from '../api/types.ts';
import type { CorrelationType } from './correlation.ts';
import type { Match } from './correlator.ts';
import type { ActivityEvent } from './event.ts';
import { fieldNamed } from './fields.ts';
import type { Placeholder, Template } from './template.ts';
import { visible } from './visible.ts';
import type { Entry } from './window.ts';

const verbs: Readonly<Record<Operation, string>> = {
  'file.open': 'opened',
  'file.rename': 'renamed',
  'file.remove': 'deleted',
  'file.list': 'listed',
  'dns.lookup': 'looked up',
  'net.connect': 'contacted',
  'net.send': 'sent data to',
  'net.listen': 'listened on',
  'net.request': 'made a request to',
  'process.spawn': 'started',
  'code.exec': 'ran code that came from no file',
  'native.load': 'loaded the native library',
  'package.change': 'changed the package',
  'startup.change': 'changed the start-up file',
  'integrity.change': 'has another file than its RECORD says:',
  'hook.tamper': "tampered with Culprit's hook:",
};

/** What became of a package's file. */
const integrityVerbs: Readonly<Record<string, string>> = {
  changed: 'has the changed file',
  missing: 'lacks the file',
  extra: 'has the extra file',
  restored: 'has its own file again:',
};

/** Acts that a sentence about several of them names. */
const maxActs = 4;

/** The sentence of a rule about one activity. */
export function sentenceOf(event: ActivityEvent, template: Template | null): string {
  if (template !== null) return fill(template, event, () => event.activity);
  return `${subjectOf(event.activity)} ${actOf(event.activity)}${driftOf(event)}.`;
}

/** A correlation's match as its sentence needs it. */
export interface MatchedCorrelation {
  readonly type: CorrelationType;
  readonly timespanMs: number;
  readonly match: Match;
  /** Each slot's rule: its id, and its name where it has one. */
  readonly ruleNames: readonly (readonly string[])[];
}

/** The sentence of a correlation; the event shows the deciding activity, and does so again afterwards. */
export function correlationSentence(
  event: ActivityEvent,
  template: Template | null,
  matched: MatchedCorrelation,
): string {
  const { match, ruleNames } = matched;
  if (template === null) return listActs(event.activity, matched);
  return fill(template, event, (rule) => {
    const slot = ruleNames.findIndex((names) => names.includes(rule));
    return match.entries.find((entry) => entry.slot === slot)?.activities.at(-1) ?? event.activity;
  });
}

/** The package with its version, or the application; where several packages' native code could have done it, all of them. */
function subjectOf({ package: ref, process, confidence, chain }: StoredActivity): string {
  if (ref !== null) return visible(`${ref.name} ${ref.version}`.trim());
  if (confidence === 'native' && chain.length > 0) {
    return `Native code of ${visible(chain.map(({ name, version }) => `${name} ${version}`).join(' or '))}`;
  }
  const application = process?.application ?? '';
  return application === '' ? 'The application' : `The application ${visible(application)}`;
}

/** What was done, and to what. */
function actOf(activity: StoredActivity): string {
  const { operation, target, targetClass, access, other, port, change } = activity;
  const what = target === '' ? '' : ` ${visible(target)}`;
  const kind = targetClass === null ? '' : ` (${visible(targetClass)})`;
  if (operation === 'code.exec') return verbs[operation];
  if (operation === 'package.change') return packageChange(activity);
  if (operation === 'startup.change') return `${change?.kind ?? 'changed'} the start-up file${what}`;
  if (operation === 'integrity.change')
    return `${integrityVerbs[change?.kind ?? ''] ?? verbs[operation]}${what}${kind}`;
  if (operation === 'hook.tamper') return `${verbs[operation]}${what}${other === null ? '' : ` (${visible(other)})`}`;
  if (operation === 'file.rename') return `renamed${what}${kind} to ${visible(other ?? 'something else')}`;
  const purpose = operation !== 'file.open' || access === 'read' || access === null ? '' : ` to ${purposes[access]}`;
  // A host's port says little; an address without a name says little without it.
  const where = targetClass === 'literal-address' && port !== null ? ` port ${port}` : '';
  return `${verbs[operation]}${what}${where}${kind}${purpose}`;
}

const purposes = { write: 'write', readwrite: 'read and write' } as const;

function packageChange({ change, target }: StoredActivity): string {
  const from = change?.from ? ` from ${visible(change.from)}` : '';
  const to = change?.to ? ` to ${visible(change.to)}` : '';
  const by = change?.installer ? ` by ${visible(change.installer)}` : '';
  return `${visible(change?.kind ?? 'changed')} ${visible(target)}${from}${to}${by}`;
}

/** ", which 0.1.12 never did": what earlier versions say about it, where they say anything. */
function driftOf(event: ActivityEvent): string {
  const isNew = fieldNamed('profile.new_in_version');
  if (isNew === undefined || event.value(isNew) !== true) return '';
  return `, which ${earlierOf(event)} never did`;
}

function earlierOf(event: ActivityEvent): string {
  const field = fieldNamed('profile.earlier_versions');
  const versions = field === undefined ? [] : (event.list(field) ?? []);
  const last = visible(versions.at(-1) ?? 'an earlier version');
  if (versions.length < 2) return last;
  return versions.length === 2
    ? `${last} and the version before it`
    : `${last} and the ${versions.length - 1} versions before it`;
}

function fill(template: Template, event: ActivityEvent, activityOf: (rule: string) => StoredActivity): string {
  const deciding = event.activity;
  const text = template.parts.map((part) => {
    if (typeof part === 'string') return part;
    event.show(part.rule === null ? deciding : activityOf(part.rule));
    return stand(part, event);
  });
  event.show(deciding);
  return text.join('');
}

function stand({ what }: Placeholder, event: ActivityEvent): string {
  if (what === 'package') return subjectOf(event.activity);
  if (what === 'act') return actOf(event.activity);
  if (what === 'earlier') return earlierOf(event);
  const value = event.value(what);
  if (value === null) return 'something unknown';
  return visible(Array.isArray(value) ? value.join(', ') : String(value));
}

function listActs(deciding: StoredActivity, { type, timespanMs, match }: MatchedCorrelation): string {
  const telling = type === 'value_count' ? firstOfEachValue(match.entries) : match.entries;
  const activities = telling.flatMap((entry) => entry.activities).sort((a, b) => a.atMs - b.atMs);
  const subject = subjectOf(deciding);
  // Where several acted, each act says whose it was.
  const isOfOne = activities.every((activity) => subjectOf(activity) === subject);
  const acts = activities.map((activity) => (isOfOne ? actOf(activity) : `${subjectOf(activity)} ${actOf(activity)}`));
  const named = [...new Set(acts)];
  const start = isOfOne ? `${subject} ` : '';
  if (type === 'event_count') {
    const what = named.length === 1 ? named[0] : `${named.slice(0, maxActs).join(', ')} and the like`;
    return `${start}${what}, ${match.count} times within ${span(timespanMs)}.`;
  }
  const took = span(Math.max(0, deciding.atMs - (match.activities[0] ?? deciding).atMs));
  const left = named.length - maxActs;
  const shown = left > 0 ? [...named.slice(0, maxActs - 1), `did ${left} more such things`, named.at(-1)] : named;
  return `${start}${shown.join(', then ')} within ${took}.`;
}

/** The entries that brought a value that none before them had. */
function firstOfEachValue(entries: readonly Entry[]): readonly Entry[] {
  const seen = new Set<string>();
  return entries.filter(({ values }) => {
    const isNew = values.some((value) => !seen.has(value));
    for (const value of values) seen.add(value);
    return isNew;
  });
}

/** A span of time in words. */
function span(ms: number): string {
  if (ms < 1_000) return 'a second';
  const units = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1_000],
  ] as const;
  // The largest unit that says it without a fraction that matters: 90 minutes, not 2 hours.
  const [name, unit] = units.find(([, size]) => ms >= size * 2 || ms === size) ?? ['second', 1_000];
  const count = Math.round(ms / unit);
  return count === 1 ? `1 ${name}` : `${count} ${name}s`;
}
