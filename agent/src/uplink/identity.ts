/** Who this agent is to its collector: what the enrolment gave it, in a file that only its owner can read. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeAtomically } from '../environments/atomic-write.ts';
import { AgentError, systemCode } from '../errors.ts';

const schema = z.strictObject({
  /** The collector's base address, "http://127.0.0.1:7790". */
  collector: z.string(),
  machine: z.string().min(1),
  credential: z.string().min(1),
});

export type Identity = z.infer<typeof schema>;

/** The identity in a file, or null where this machine isn't enrolled yet. @throws AgentError AGENT_ERR_IDENTITY_INVALID */
export function readIdentity(path: string): Identity | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw invalid(path, error);
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw invalid(path, error);
  }
}

/** Keeps an identity, mode 0600. */
export function writeIdentity(path: string, identity: Identity): void {
  writeAtomically(path, `${JSON.stringify(identity, null, 2)}\n`, 0o600);
}

/** The collector's base address as it is kept: scheme, host and port. @throws AgentError AGENT_ERR_COLLECTOR_URL */
export function collectorUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    const message = `"${text}" is no address of a collector: give it as http://HOST:PORT or https://HOST.`;
    throw new AgentError('AGENT_ERR_COLLECTOR_URL', message);
  }
  return url.origin;
}

function invalid(path: string, cause: unknown): AgentError {
  const message = `${path} can't be read as this machine's identity: enrol it again with "culprit-agent enrol".`;
  return new AgentError('AGENT_ERR_IDENTITY_INVALID', message, { cause });
}
