import type { Alert } from '../../../src/api/types.ts';
import { askAddress, machineAddress, packageAddress } from '../address/links.ts';
import { PageTitle } from '../elements/page-title.tsx';
import { canBeAsked } from '../text/activity-words.ts';
import { Moment } from '../text/moment.tsx';
import { SeverityMark } from '../text/severity.tsx';
import { Text } from '../text/text.tsx';
import { countWords } from '../text/time.ts';
import { type Fact, linkFacts } from './linked-facts.ts';

/** What happened, in one sentence, its facts linked. */
export function AlertHead({ alert }: { readonly alert: Alert }) {
  return (
    <header class="alert-head">
      <p class="alert-head-line">
        <SeverityMark value={alert.severity} />
        <span>
          <Text value={alert.rule.title} />
        </span>
      </p>
      <PageTitle title={alert.sentence} class="alert-sentence">
        {linkFacts(alert.sentence, factsOf(alert)).map(({ text, href }) =>
          href === undefined ? (
            <Text value={text} />
          ) : (
            <a key={href} href={href}>
              <Text value={text} />
            </a>
          ),
        )}
      </PageTitle>
      <p class="alert-head-times">
        {alert.count > 1 ? (
          <>
            <strong>{countWords(alert.count)} times</strong>, first <Moment ms={alert.firstMs} />, last{' '}
            <Moment ms={alert.lastMs} />
          </>
        ) : (
          <>
            <strong>Once</strong>, <Moment ms={alert.lastMs} />
          </>
        )}
      </p>
    </header>
  );
}

function factsOf(alert: Alert): Fact[] {
  const facts: Fact[] = alert.evidence
    .filter(canBeAsked)
    .flatMap(({ target, ip }) => [target, ...(ip === null ? [] : [ip])])
    .map((text) => ({ text, href: askAddress(text) }));
  if (alert.package !== null) {
    const { name, version } = alert.package;
    const href = packageAddress(name);
    for (const text of [`${name} ${version}`, `${name}@${version}`, name]) facts.push({ text, href });
  }
  facts.push({ text: alert.machine.name, href: machineAddress(alert.machine.id) });
  return facts;
}
