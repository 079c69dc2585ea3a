/** What is new in a package version, held against an earlier one. */
import type { Review } from '@culprit/proto';
import { type Kind, kinds, type Thing, type VersionFacts } from './version-facts.ts';

const maxFindings = 20;
/** Kinds that are told with the rest, and by themselves say nothing. */
const evidenceOnly: ReadonlySet<Kind> = new Set(['host']);

/** Compares two versions; with nothing known of an earlier one, nothing is called new, and all that is there is told. */
export function compareFacts(before: VersionFacts | null, now: VersionFacts): Review {
  const known = before?.things ?? [];
  const had = new Set(known.map(({ kind }) => kind));
  const isKnown = new Set(known.map(({ kind, what }) => `${kind} ${what}`));
  const fresh = now.things.filter(({ kind, what }) => !isKnown.has(`${kind} ${what}`));
  const newKinds = before === null ? [] : kinds.filter((kind) => isNewKind(kind, fresh, had));
  return {
    outcome: before === null ? 'alone' : before.isPartial || now.isPartial ? 'partial' : 'compared',
    newKinds,
    findings: worded(fresh, newKinds),
  };
}

function isNewKind(kind: Kind, fresh: readonly Thing[], had: ReadonlySet<Kind>): boolean {
  return !evidenceOnly.has(kind) && !had.has(kind) && fresh.some((thing) => thing.kind === kind);
}

/** New kinds first; each thing once, and of each kind some, however many there are of another. */
function worded(fresh: readonly Thing[], newKinds: readonly Kind[]): string[] {
  const once = [...new Map(fresh.map((thing) => [`${thing.kind} ${thing.what}`, thing])).values()];
  const order = [...newKinds, ...kinds.filter((kind) => !newKinds.includes(kind))];
  const byKind = order.map((kind) => once.filter((thing) => thing.kind === kind)).filter((all) => all.length > 0);
  const share = Math.max(1, Math.floor(maxFindings / Math.max(1, byKind.length)));
  const chosen = byKind.flatMap((all) => all.slice(0, share)).slice(0, maxFindings);
  return chosen.map(lineOf);
}

function lineOf({ kind, what, file, line }: Thing): string {
  return `${kind}: ${what === file ? what : `${what} at ${file}`}${line === 0 || what === file ? '' : `:${line}`}`;
}
