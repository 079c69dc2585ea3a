import { Command } from '../elements/command.tsx';
import { Notice } from '../elements/notice.tsx';
import { useMachines } from '../fleet/machines.ts';

/** The first thing that a new team sees: whether anything is watched at all, and what to do next. */
export function NoAlerts() {
  const machines = useMachines();
  if (machines.state === 'loading') return null;
  const count = machines.state === 'ready' ? machines.value.length : 0;
  return count === 0 ? <NothingWatched /> : <AllQuiet machines={count} />;
}

function AllQuiet({ machines }: { readonly machines: number }) {
  return (
    <Notice title="All quiet">
      <p>
        <a href="/machines">{machines === 1 ? '1 machine is' : `${machines} machines are`} enrolled</a>, and nothing on
        them has met a rule. An alert appears here by itself, the moment that a package does what it never did before.
      </p>
      <ol class="notice-steps">
        <li>
          <p>See one now. The demonstration runs in a home of its own, and nothing leaves the machine:</p>
          <Command text="npm run demo" />
        </li>
        <li>
          <p>Or ask what has been called already:</p>
          <Command text="culprit who api.telegram.org" />
        </li>
      </ol>
    </Notice>
  );
}

function NothingWatched() {
  return (
    <Notice title="No machine is watched yet">
      <p>Alerts come from machines that carry the agent. The first takes a minute.</p>
      <ol class="notice-steps">
        <EnrolSteps />
        <li>
          <p>Or see an alert first. The demonstration runs in a home of its own, and nothing leaves the machine:</p>
          <Command text="npm run demo" />
        </li>
      </ol>
    </Notice>
  );
}

/** How a machine is enrolled, as two steps of a list. */
export function EnrolSteps() {
  return (
    <>
      <li>
        <p>On the collector’s machine, make an enrolment token:</p>
        <Command text="culprit token create --enrol" />
      </li>
      <li>
        <p>On the workstation, hand it to the agent and start that:</p>
        <Command text={`culprit-agent enrol --collector ${location.origin} --token TOKEN`} />
        <Command text="culprit-agent run" />
      </li>
    </>
  );
}
