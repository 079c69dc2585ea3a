import type { PackageDetail } from '../../../src/api/types.ts';
import { alertsAddress, machineAddress, segment } from '../address/links.ts';
import { useRememberedScroll } from '../address/scroll.ts';
import { AlertRow } from '../alerts/alert-row.tsx';
import { useResource } from '../api/resource.ts';
import { Command } from '../elements/command.tsx';
import { Failure, Loading } from '../elements/notice.tsx';
import { PageTitle } from '../elements/page-title.tsx';
import { ScrollTable } from '../elements/scroll-table.tsx';
import { shellWord } from '../text/shell-word.ts';
import { Text } from '../text/text.tsx';
import { countWords } from '../text/time.ts';
import { BehaviourMatrix } from '../versions/behaviour-matrix.tsx';
import { createBehaviourTable } from '../versions/behaviour-table.ts';
import { VersionTable } from './version-table.tsx';
import '../styles/alerts.css';
import '../styles/fleet.css';

const maxVersions = 20;
const maxAlerts = 10;

/** One package: what each version did, who has it, its alerts. */
export function PackagePage({ name }: { readonly name: string }) {
  const detail = useResource<PackageDetail>(`/api/v1/packages/${segment(name)}`);
  useRememberedScroll(detail.state !== 'loading');
  return (
    <div class="page">
      <div class="page-head">
        <PageTitle title={name}>
          <span class="package">
            <Text value={name} />
          </span>
        </PageTitle>
        {detail.state === 'ready' && <p>{summary(detail.value)}</p>}
      </div>
      {detail.state === 'loading' && (
        <div class="sheet">
          <Loading what="the package" />
        </div>
      )}
      {detail.state === 'failed' && (
        <div class="sheet">
          <Failure problem={detail.problem} onRetry={detail.reload} />
        </div>
      )}
      {detail.state === 'ready' && <PackageBody detail={detail.value} />}
    </div>
  );
}

function PackageBody({ detail }: { readonly detail: PackageDetail }) {
  const table = createBehaviourTable({ versions: detail.versions, maxVersions });
  const alerts = detail.alerts.slice(0, maxAlerts);
  return (
    <div class="sections">
      <section aria-labelledby="alerts">
        <div class="section-head">
          <h2 id="alerts">Alerts</h2>
          {detail.alerts.length > 0 && (
            <p>
              <a href={alertsAddress({ package: detail.name })}>All its alerts</a>
            </p>
          )}
        </div>
        <div class="sheet">
          {alerts.length === 0 ? (
            <p class="padded muted">None of its versions has met a rule.</p>
          ) : (
            <ol>
              {alerts.map((alert) => (
                <AlertRow key={alert.id} alert={alert} hasArrived={false} />
              ))}
            </ol>
          )}
        </div>
      </section>
      <section aria-labelledby="behaviour">
        <div class="section-head">
          <h2 id="behaviour">What each version did</h2>
          <p>As the fleet has seen it</p>
        </div>
        <div class="sheet">
          {table.rows.length === 0 ? (
            <p class="padded muted">Nothing that Culprit watches: it is installed, but did nothing of note.</p>
          ) : (
            <BehaviourMatrix table={table} caption={`What each version of ${detail.name} did`} />
          )}
          {table.leftOut > 0 && <p class="versions-foot muted">{table.leftOut} older versions are not drawn here</p>}
        </div>
      </section>
      <section aria-labelledby="version-list">
        <div class="section-head">
          <h2 id="version-list">Versions</h2>
        </div>
        <div class="sheet">
          <VersionTable versions={detail.versions} />
        </div>
      </section>
      <Installed detail={detail} />
      <div class="package-command">
        <p class="muted">The same in a terminal:</p>
        <Command text={`culprit package ${shellWord(detail.name)}`} />
      </div>
    </div>
  );
}

function Installed({ detail }: { readonly detail: PackageDetail }) {
  return (
    <section aria-labelledby="installed">
      <div class="section-head">
        <h2 id="installed">Installed now</h2>
      </div>
      <div class="sheet">
        {detail.installed.length === 0 ? (
          <p class="padded muted">In no environment that the agents know.</p>
        ) : (
          <ScrollTable label="Installed now">
            <thead>
              <tr>
                <th scope="col">Machine</th>
                <th scope="col">Environment</th>
                <th scope="col">Version</th>
              </tr>
            </thead>
            <tbody>
              {detail.installed.map(({ machine, environment, version }) => (
                <tr key={`${machine.id} ${environment}`}>
                  <th scope="row">
                    <a href={machineAddress(machine.id)}>
                      <Text value={machine.name} />
                    </a>
                  </th>
                  <td class="mono">
                    <Text value={environment} />
                  </td>
                  <td class="mono">
                    <Text value={version} />
                  </td>
                </tr>
              ))}
            </tbody>
          </ScrollTable>
        )}
      </div>
    </section>
  );
}

function summary({ versions, installed }: PackageDetail): string {
  const known = versions.length === 1 ? '1 version known' : `${countWords(versions.length)} versions known`;
  const machines = new Set(installed.map(({ machine }) => machine.id)).size;
  return `${known}, installed on ${machines === 1 ? '1 machine' : `${countWords(machines)} machines`}`;
}
