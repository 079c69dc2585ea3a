import { useEffect, useRef } from 'preact/hooks';
import type { Machine } from '../../../src/api/types.ts';
import { useAddress } from '../address/address.ts';
import { alertsAddress } from '../address/links.ts';
import { EnrolSteps } from '../alerts/no-alerts.tsx';
import { Icon } from '../elements/icon.tsx';
import { Failure, Loading, Notice } from '../elements/notice.tsx';
import { PageTitle } from '../elements/page-title.tsx';
import { ScrollTable } from '../elements/scroll-table.tsx';
import { Ago } from '../text/moment.tsx';
import { Text } from '../text/text.tsx';
import { countWords } from '../text/time.ts';
import { useMachines } from './machines.ts';
import '../styles/fleet.css';

/** Which machines are watched, and whether each reports. */
export function MachinesPage() {
  const machines = useMachines();
  const pointed = useAddress().query.get('machine');
  const list = machines.state === 'ready' ? machines.value : [];
  const silent = list.filter(({ connected }) => !connected).length;
  return (
    <div class="page">
      <div class="page-head">
        <PageTitle title="Machines" />
        {list.length > 0 && (
          <p>
            {countWords(list.length)} enrolled{silent > 0 ? `, ${countWords(silent)} not connected` : ', all connected'}
          </p>
        )}
      </div>
      <div class="sheet">
        {machines.state === 'loading' && <Loading what="the machines" />}
        {machines.state === 'failed' && <Failure problem={machines.problem} onRetry={machines.reload} />}
        {machines.state === 'ready' && list.length === 0 && <NoMachines />}
        {list.length > 0 && <MachineTable machines={list} pointed={pointed} />}
      </div>
      {list.length > 0 && (
        <details class="enrol-more">
          <summary>Enrol another machine</summary>
          <ol class="notice-steps">
            <EnrolSteps />
          </ol>
        </details>
      )}
    </div>
  );
}

function NoMachines() {
  return (
    <Notice title="No machine is enrolled">
      <p>A machine is a workstation with the agent on it. Each gets a credential of its own, which can be revoked.</p>
      <ol class="notice-steps">
        <EnrolSteps />
      </ol>
    </Notice>
  );
}

interface MachineTableProps {
  readonly machines: readonly Machine[];
  readonly pointed: string | null;
}

function MachineTable({ machines, pointed }: MachineTableProps) {
  return (
    <ScrollTable label="Machines">
      <thead>
        <tr>
          <th scope="col">Machine</th>
          <th scope="col">Agent</th>
          <th scope="col">Last seen</th>
          <th scope="col" class="end">
            Alerts
          </th>
          <th scope="col" class="end">
            Environments
          </th>
          <th scope="col" class="end">
            Processes
          </th>
          <th scope="col" class="end">
            Batches waiting
          </th>
          <th scope="col" class="end">
            Activities lost
          </th>
          <th scope="col">Enrolled</th>
        </tr>
      </thead>
      <tbody>
        {machines.map((machine) => (
          <MachineRow key={machine.id} machine={machine} isPointed={machine.id === pointed} />
        ))}
      </tbody>
    </ScrollTable>
  );
}

function MachineRow({ machine, isPointed }: { readonly machine: Machine; readonly isPointed: boolean }) {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isPointed) row.current?.scrollIntoView({ block: 'center' });
  }, [isPointed]);
  return (
    <tr ref={row} class={isPointed ? 'row-pointed' : undefined}>
      <th scope="row">
        <Text value={machine.name} />
        <span class="machine-platform">
          <Text value={machine.platform} />
        </span>
      </th>
      <td class="nowrap">
        <span class={machine.connected ? 'live live-on' : 'live live-off'}>
          <svg viewBox="0 0 10 10" aria-hidden="true">
            {machine.connected ? (
              <circle cx="5" cy="5" r="4" fill="currentColor" />
            ) : (
              <circle cx="5" cy="5" r="3.5" fill="none" stroke="currentColor" stroke-width="1.5" />
            )}
          </svg>
          {machine.connected ? 'Connected' : 'Not connected'}
        </span>
        <span class="machine-platform">
          <Text value={machine.agentVersion} />
        </span>
      </td>
      <td class="nowrap">
        <Ago ms={machine.lastSeenMs} />
      </td>
      <td class="end number">
        {machine.alerts > 0 ? (
          <a href={alertsAddress({ machine: machine.id })}>{countWords(machine.alerts)}</a>
        ) : (
          <span class="muted">0</span>
        )}
      </td>
      <td class="end number">{countWords(machine.environments)}</td>
      <td class="end number">{countWords(machine.processes)}</td>
      <td class="end number">{countWords(machine.spoolBatches)}</td>
      <td class="end number">
        {machine.lost > 0 ? (
          <span class="machine-lost">
            <Icon name="warning" /> {countWords(machine.lost)}
          </span>
        ) : (
          <span class="muted">0</span>
        )}
      </td>
      <td class="nowrap">
        <Ago ms={machine.enrolledMs} />
      </td>
    </tr>
  );
}
