/** Connections that no hook told, as activities. */
import type { Activity, Frame, ProcessRef } from '@culprit/proto';
import type { Classifier } from '../classify/classifier.ts';
import type { HookActivity } from '../listener/report.ts';
import type { Finding } from '../sockets/finding.ts';
import { tamperActivity } from './activity-of.ts';
import type { Descent } from './descent.ts';

type Attribution = Pick<Activity, 'package' | 'confidence' | 'chain' | 'frames'>;

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
  const where = `${connection.target}:${connection.port}`;
  const what = `it connected to ${where}, and its hook did not tell`;
  return [connection, tamperActivity({ atMs, kind: 'connection-untold', target: where, what }, ref, classifier)];
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
