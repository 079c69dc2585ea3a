/** Goes the way of an event from end to end, and says of each station whether it gets through. */
import { reasonOf } from '../errors.ts';
import { checkAgent, checkFlow } from './agent-check.ts';
import { type Check, type DoctorContext, type Finding, fault } from './check.ts';
import { checkCoverage } from './coverage-check.ts';
import { checkHooks } from './hook-check.ts';

/** In the order of an event's way: the environment, the process, the socket, the agent, the collector. */
const checks: readonly (readonly [name: string, check: Check])[] = [
  ['agent', checkAgent],
  ['hooks', checkHooks],
  ['coverage', checkCoverage],
  ['flow', checkFlow],
];

/** Every finding. A check that fails is one too. */
export async function examineAgent(context: DoctorContext): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [name, check] of checks) {
    try {
      findings.push(...(await check(context)));
    } catch (error) {
      findings.push(
        fault(name, `could not be looked at (${reasonOf(error)})`, 'mend that first, then run doctor again'),
      );
    }
  }
  return findings;
}
