import { type BlindReason, blindReasons } from '../discovery/blind.ts';
import { readPolicy } from '../discovery/policy.ts';
import { reasonOf } from '../errors.ts';
import { type Check, type Finding, fault, note, ok } from './check.ts';

const maxNamed = 5;

/** What of this machine isn't covered, and why? */
export const checkCoverage: Check = ({ home, status }) => {
  const findings: Finding[] = [];
  try {
    const { cover, isWritten, file } = readPolicy(home.policyFile);
    findings.push(ok('policy', `${cover}${isWritten ? `, by ${file}` : ', the default: nothing was written'}`));
  } catch (error) {
    findings.push(
      fault(
        'policy',
        reasonOf(error).replaceAll('\n', '; '),
        'correct the file; until then the last policy stays in force',
      ),
    );
  }
  if (status === null) return findings;
  const { places, blindProcesses, coveredProcesses, isPolling, walk } = status.coverage;
  const covered = places.filter((place) => place.covered).length;
  findings.push(ok('coverage', `${covered} of ${places.length} environments, ${coveredProcesses} Python processes`));
  if (walk === null) findings.push(note('search', 'the first walk through the homes has not ended yet'));
  else if (!walk.isComplete)
    findings.push(note('search', `the walk through the homes ended after ${walk.folders} folders`));
  if (isPolling) {
    findings.push(
      note('file watches', 'the system has none left, so folders are polled', 'raise fs.inotify.max_user_watches'),
    );
  }
  const blindPlaces = places.flatMap(({ path, reason }) => (reason === null ? [] : [{ what: path, reason }]));
  findings.push(...byReason('environments not covered', blindPlaces));
  const processes = blindProcesses.map(({ pid, executable, reason }) => ({
    what: `${pid} ${executable}`.trim(),
    reason,
  }));
  findings.push(...byReason('processes not covered', processes));
  return findings;
};

/** One line for each reason, with a few that it is true of. */
function byReason(about: string, blind: readonly { readonly what: string; readonly reason: BlindReason }[]): Finding[] {
  const groups = Map.groupBy(blind, ({ reason }) => reason);
  return [...groups].map(([reason, all]) => {
    const [what, mend] = blindReasons[reason];
    const named = all.slice(0, maxNamed).map((each) => each.what);
    const more = all.length > maxNamed ? ` and ${all.length - maxNamed} more` : '';
    return note(about, `${all.length}, because ${what}: ${named.join(', ')}${more}`, mend);
  });
}
