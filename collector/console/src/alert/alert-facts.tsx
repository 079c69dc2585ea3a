import type { Alert } from '../../../src/api/types.ts';
import { alertsAddress, machineAddress, packageAddress } from '../address/links.ts';
import { Command } from '../elements/command.tsx';
import { canBeAsked } from '../text/activity-words.ts';
import { applicationName } from '../text/application-name.ts';
import { Moment } from '../text/moment.tsx';
import { PackageName } from '../text/package-name.tsx';
import { whoCommand } from '../text/shell-word.ts';
import { Text } from '../text/text.tsx';

/** Where it happened: package, machine, environment, process. */
export function AlertFacts({ alert }: { readonly alert: Alert }) {
  const { process, machine, environment } = alert;
  const decided = alert.evidence.at(-1);
  return (
    <aside class="alert-facts" aria-labelledby="where">
      <div class="sheet padded">
        <h2 id="where" class="unseen">
          Where it happened
        </h2>
        <dl class="facts">
          <div>
            <dt>Package</dt>
            <dd>
              {alert.package === null ? (
                process === null ? (
                  'None'
                ) : isUnsure(alert) ? (
                  'Not certain: native code of one in the chain'
                ) : (
                  'None: the application itself did it'
                )
              ) : (
                <>
                  <a href={packageAddress(alert.package.name)}>
                    <PackageName value={alert.package} />
                  </a>
                  <br />
                  <a class="alert-facts-more" href={alertsAddress({ package: alert.package.name })}>
                    All its alerts
                  </a>
                </>
              )}
            </dd>
          </div>
          <div>
            <dt>Machine</dt>
            <dd>
              <a href={machineAddress(machine.id)}>
                <Text value={machine.name} />
              </a>
              <br />
              <a class="alert-facts-more" href={alertsAddress({ machine: machine.id })}>
                All its alerts
              </a>
            </dd>
          </div>
          <div>
            <dt>Environment</dt>
            <dd class="mono">
              <Text value={environment} />
            </dd>
          </div>
          {process !== null && (
            <>
              <div>
                <dt>Application</dt>
                <dd class="mono">
                  <Text value={applicationName(process.application)} />
                </dd>
              </div>
              <div>
                <dt>Command line</dt>
                <dd class="mono">
                  <Text value={process.command} />
                </dd>
              </div>
              <div>
                <dt>Process</dt>
                <dd>
                  Python <Text value={process.python} />, pid <span class="number">{process.pid}</span> of parent{' '}
                  <span class="number">{process.parentPid}</span>
                  <br />
                  <span class="mono">
                    <Text value={process.executable} />
                  </span>
                </dd>
              </div>
              <div>
                <dt>Started</dt>
                <dd>
                  <Moment ms={process.startedMs} />
                </dd>
              </div>
            </>
          )}
        </dl>
      </div>
      {decided !== undefined && canBeAsked(decided) && (
        <div class="alert-who">
          <p>Who else did that? In a terminal:</p>
          <Command text={whoCommand(decided.target)} />
        </div>
      )}
    </aside>
  );
}

/** Whether one of several packages did it, and nobody can say which. */
function isUnsure({ evidence, chain }: Alert): boolean {
  return evidence.at(-1)?.confidence === 'native' && chain.length > 0;
}
