/** First contact: an enrolment token is exchanged for this machine's own credential. */
import { AgentError, reasonOf } from '../errors.ts';
import { collectorUrl, type Identity } from './identity.ts';

const patienceMs = 10_000;

export interface EnrolOptions {
  readonly collector: string;
  readonly token: string;
  readonly hostName: string;
  readonly platform: string;
}

/**
 * Enrols this machine. @throws AgentError AGENT_ERR_COLLECTOR_URL, AGENT_ERR_COLLECTOR_UNREACHABLE,
 * AGENT_ERR_ENROL_REFUSED, AGENT_ERR_ENROL_ANSWER
 */
export async function enrol({ collector, token, hostName, platform }: EnrolOptions): Promise<Identity> {
  const base = collectorUrl(collector);
  let response: Response;
  try {
    response = await fetch(`${base}/api/v1/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, hostName, platform }),
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
  } catch (cause) {
    const why = reasonOf(cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause);
    const message = `The collector at ${base} does not answer (${why}): check the address, and that "culprit serve" runs there.`;
    throw new AgentError('AGENT_ERR_COLLECTOR_UNREACHABLE', message, { cause });
  }
  if (response.status === 401 || response.status === 403) {
    const message = `The collector at ${base} does not accept this token: make a new one there with "culprit token create --enrol".`;
    throw new AgentError('AGENT_ERR_ENROL_REFUSED', message);
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.status !== 201 || !isEnrolled(answer)) {
    const message = `What answered at ${base} (status ${response.status}) is no Culprit collector, or has a fault: check the address.`;
    throw new AgentError('AGENT_ERR_ENROL_ANSWER', message);
  }
  return { collector: base, machine: answer.machine, credential: answer.credential };
}

function isEnrolled(answer: unknown): answer is { machine: string; credential: string } {
  if (typeof answer !== 'object' || answer === null) return false;
  const { machine, credential } = answer as Record<string, unknown>;
  return typeof machine === 'string' && machine !== '' && typeof credential === 'string' && credential !== '';
}
