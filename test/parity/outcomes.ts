/** What became of each test of one run, and where two runs differ. */

/** Test's name → "passed", "skipped", "failed" or "error"; a test that ran more than once has them all, joined. */
export type Outcomes = ReadonlyMap<string, string>;

export interface Difference {
  readonly test: string;
  /** The outcome without and with the hook; "absent" where the test didn't run. */
  readonly bare: string;
  readonly hooked: string;
}

/** The module as a whole stands among its tests under this name: its outcome is how the run ended. */
export const wholeModule = '(the module itself)';

const absent = 'absent';

/** Reads the JUnit file that `python -m test --junit-xml` or pytest writes. */
export function readOutcomes(xml: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, group, test = '', self, body = ''] of xml.matchAll(
    /<testcase (?:classname="([^"]*)" )?name="([^"]*)"[^>]*?(?:(\/>)|>(.*?)<\/testcase>)/gs,
  )) {
    const name = group === undefined ? test : `${group}.${test}`;
    const tags = ['error', 'failure', 'skipped'].filter((tag) => self === undefined && body.includes(`<${tag}`));
    const outcome = { error: 'error', failure: 'failed', skipped: 'skipped' }[tags[0] ?? ''] ?? 'passed';
    const before = found.get(name);
    found.set(name, before === undefined ? outcome : [...before.split('+'), outcome].sort().join('+'));
  }
  return found;
}

/** The message of a test that failed, as the JUnit file tells it. */
export function readFailure(xml: string, test: string): string {
  // pytest tells the class apart.
  const start = Math.max(xml.indexOf(`<testcase name="${test}"`), xml.indexOf(` name="${test.split('.').at(-1)}"`));
  if (start === -1) return '';
  const body = xml.slice(start, xml.indexOf('</testcase>', start));
  return body
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .slice(-2000);
}

/** Every test whose outcome is another one with the hook, by name. */
export function compareOutcomes(bare: Outcomes, hooked: Outcomes): Difference[] {
  return [...new Set([...bare.keys(), ...hooked.keys()])]
    .sort()
    .map((test) => ({ test, bare: bare.get(test) ?? absent, hooked: hooked.get(test) ?? absent }))
    .filter((difference) => difference.bare !== difference.hooked);
}

/**
 * What is left of the differences of one run when the tests have run once more in both ways.
 * `steady`: both ways gave again what they gave first. `unsteady`: the test changes from run to run without the hook
 * too, or the hook made no difference the second time.
 */
export function confirmDifferences(
  first: readonly Difference[],
  bareAgain: Outcomes,
  hookedAgain: Outcomes,
): { readonly steady: readonly Difference[]; readonly unsteady: readonly Difference[] } {
  const isSteady = ({ test, bare }: Difference): boolean =>
    (bareAgain.get(test) ?? absent) === bare && (hookedAgain.get(test) ?? absent) !== bare;
  return { steady: first.filter(isSteady), unsteady: first.filter((difference) => !isSteady(difference)) };
}
