import type { AlertSummary } from '../../../src/api/types.ts';
import { alertAddress } from '../address/links.ts';
import { memo } from '../elements/memo.ts';
import { Ago } from '../text/moment.tsx';
import { PackageName } from '../text/package-name.tsx';
import { SeverityMark } from '../text/severity.tsx';
import { Text } from '../text/text.tsx';
import { countWords } from '../text/time.ts';

interface AlertRowProps {
  readonly alert: AlertSummary;
  readonly hasArrived: boolean;
}

/** One alert of the list. The whole row is its link's surface; the link's text is the sentence. */
function Row({ alert, hasArrived }: AlertRowProps) {
  return (
    <li class={hasArrived ? 'alert-row alert-row-arrived' : 'alert-row'}>
      <div class="alert-row-inner">
        <SeverityMark value={alert.severity} />
        <div class="alert-row-what">
          <a
            href={alertAddress(alert.id)}
            data-alert={alert.id}
            class={isSevere(alert) ? 'alert-row-severe' : undefined}
          >
            <Text value={alert.sentence} />
          </a>
          <p class="alert-row-who">
            {alert.package === null ? (
              <span>The application itself</span>
            ) : (
              <span>
                <PackageName value={alert.package} />
              </span>
            )}
            <span class="alert-row-rule">
              <Text value={alert.rule.title} />
            </span>
          </p>
        </div>
        <p class="alert-row-machine">
          <span class="unseen">on </span>
          <Text value={alert.machine.name} />
        </p>
        <p class="alert-row-count number">
          <span class="unseen">seen </span>
          <span aria-hidden="true">×</span>
          {countWords(alert.count)}
          <span class="unseen"> times</span>
        </p>
        <p class="alert-row-when">
          <span class="alert-row-time">
            <span class="unseen">last </span>
            <Ago ms={alert.lastMs} />
          </span>
          {alert.count > 1 && (
            <span class="alert-row-time alert-row-first">
              first <Ago ms={alert.firstMs} />
            </span>
          )}
        </p>
      </div>
    </li>
  );
}

function isSevere({ severity }: AlertSummary): boolean {
  return severity === 'critical' || severity === 'high';
}

export const AlertRow = memo(Row);
