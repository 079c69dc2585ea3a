/** Connections that no hook told, as activities. */
import type { Activity, Frame, ProcessRef } from '@culprit/proto';
import type { Classifier } from '../classify/classifier.ts';
import type { HookActivity } from '../listener/report.ts';
import type { Finding } from '../sockets/finding.ts';
import type { Descent } from './descent.ts';

type Attribution = Pick<Activity, 'package' | 'confidence' | 'chain' | 'frames'>;

/** What a hook that doesn't tell its process's connections is told of as. */
const silence = 'connection-untold';
const nobody: Attribution = { package: null, confidence: 'unknown', chain: [], frames: [] };

/** @param descent who started the child that a finding is about; null where that isn't known */
export function findingActivities(
  finding: Finding,
  ref: ProcessRef,
  descent: Descent,
  classifier: Classifier,
): Activity[] {
  const { remote, name, process, atMs, lastMs, count } = finding;
  const said: HookActivity = {
    ...{ id: 0, operation: 'net.connect', atMs, target: name ?? remote.ip, ip: remote.ip, port: remote.port },
    ...{ via: '', access: 0, other: '', segments: [] },
  };
  const connection: Activity = {
    ...{ atMs, lastMs, count, operation: 'net.connect', ...classifier.classify(said, process) },
    ...{ access: null, process: ref, environment: ref.environment, change: null },
    ...attribution(finding, descent, classifier),
  };
  if (finding.kind === 'child') return [{ ...connection, other: classifier.command(finding.child.argv) }];
  if (finding.kind === 'native') return [connection];
  const { target, port } = connection;
  const tamper: Activity = {
    ...connection,
    ...{ operation: 'hook.tamper', target: silence, targetClass: null, ip: null, port: null },
    other: `The process connected to ${target}:${port}, and its hook did not tell.`,
  };
  return [connection, tamper];
}

function attribution(finding: Finding, descent: Descent, classifier: Classifier): Attribution {
  if (finding.kind === 'child') {
    const { package: culprit = null, chain = [] } = descent ?? {};
    return { ...nobody, package: culprit, chain, confidence: descent === null ? 'unknown' : 'descent' };
  }
  if (finding.kind === 'silent' || finding.by === null) return nobody;
  const { frames, ...by } = finding.by;
  return { ...by, frames: frames.map((frame): Frame => ({ ...frame, file: classifier.path(frame.file) })) };
}
