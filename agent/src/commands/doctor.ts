import { askStatus } from '../control/control.ts';
import type { Finding, FindingState } from '../doctor/check.ts';
import { examineAgent } from '../doctor/doctor.ts';
import { createEnvironments } from '../environments/environments.ts';
import { type Command, json, readArguments, visible } from './command.ts';

export const doctor: Command = {
  name: 'doctor',
  summary: 'Why something is not seen: each station of an event, with evidence and mend',
  help: `Usage: culprit-agent doctor [--json]

Goes the way of an event from end to end: the hook in each environment, the processes, the socket, the agent, the
collector. Each line is a state, what was seen, and what would mend it. Changes nothing. Status 1 where there is a fault;
what is only noted (an environment that nobody wants covered) is none.

Example:
  culprit-agent doctor
`,
  async run(args, { out, env, home, log }) {
    const { values } = readArguments('doctor', args, { json: { type: 'boolean', default: false } });
    const environments = createEnvironments({ dir: home.dir, socketPath: home.hookSocket, log, onChange: () => {} });
    const status = await askStatus(home.controlSocket).catch(() => null);
    const findings = await examineAgent({ home, env, status, environments, clock: Date.now });
    const isWell = findings.every(({ state }) => state !== 'fault');
    out(values.json ? json({ isWell, findings }) : findings.map(findingWords).join(''));
    return isWell ? 0 : 1;
  },
};

const words: Readonly<Record<FindingState, string>> = { ok: 'ok   ', note: 'note ', fault: 'FAULT' };

/** A finding as a line or two: state, evidence, mend. */
export function findingWords({ about, state, evidence, mend }: Finding): string {
  const line = `${words[state]}  ${visible(about)}: ${visible(evidence)}\n`;
  return mend === null ? line : `${line}       ${visible(mend)}\n`;
}
