/** Puts an activity together from what a process said, what the agent knows of it, and what may leave. */
import type { Access, Activity, Frame, ProcessRef, Review } from '@culprit/proto';
import type { Classifier } from '../classify/classifier.ts';
import type { EnvironmentChange } from '../environments/watch.ts';
import type { IntegrityChange } from '../integrity/integrity-watch.ts';
import type { HookActivity, HookProcess } from '../listener/report.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { TamperFinding } from '../tamper/finding.ts';

const accesses: readonly (Access | null)[] = [null, 'read', 'write', 'readwrite'];
/** Companies put their own certificates into these, in every environment: nothing else is changed as often, or as rightly. */
const caBundle = /\/(?:cacert|ca-bundle|roots)\.(?:pem|crt)$/;
/** The lines of a start-up file that leave, characters in all. */
const maxLines = 600;

export interface Makers {
  readonly classifier: Classifier;
  readonly resolver: Pick<Resolver, 'resolve'>;
}

/** A process as it may leave the workstation. `environment` is the path of its environment. */
export function processRef(process: HookProcess, environment: string, classifier: Classifier): ProcessRef {
  return {
    key: process.key,
    pid: process.pid,
    parentPid: process.parentPid,
    startedMs: process.startedMs,
    python: process.python,
    executable: classifier.path(process.executable),
    application: classifier.application(process.application),
    command: classifier.command(process.argv),
    environment: classifier.path(environment),
  };
}

/** What a process did, resolved and classified. */
export function activityOf(said: HookActivity, process: HookProcess, ref: ProcessRef, makers: Makers): Activity {
  const { classifier, resolver } = makers;
  const resolution = resolver.resolve(process, said.segments);
  return {
    atMs: said.atMs,
    lastMs: said.atMs,
    count: 1,
    operation: said.operation,
    ...classifier.classify(said, process),
    access: said.operation === 'file.open' ? (accesses[said.access] ?? null) : null,
    process: ref,
    environment: ref.environment,
    package: resolution.package,
    confidence: resolution.confidence,
    chain: resolution.chain,
    frames: resolution.frames.map((frame): Frame => ({ ...frame, file: classifier.path(frame.file) })),
    change: null,
  };
}

/** A finding that names no package: nobody was seen doing it. */
export function tamperActivity(finding: TamperFinding, process: ProcessRef | null, classifier: Classifier): Activity {
  const { atMs, kind, target, what, environment = '' } = finding;
  return {
    ...{ atMs, lastMs: atMs, count: 1, ip: null, port: null, via: null, access: null },
    ...{ operation: 'hook.tamper', target: classifier.path(target), targetClass: kind, other: what },
    ...{ process, environment: process?.environment ?? classifier.path(environment) },
    ...{ package: null, confidence: 'unknown', chain: [], frames: [], change: null },
  };
}

/** What changed in an environment: a package, one of its files, a file that runs at every start of Python, or the hook's. */
export function changeActivities(
  change: EnvironmentChange | IntegrityChange,
  classifier: Classifier,
  review: Review | null = null,
): Activity[] {
  if (change.type !== 'startup' || change.role === null) return [changeActivity(change, classifier, review)];
  const { role, kind, file, atMs, environment, owner } = change;
  if (role === 'hook') {
    const finding = {
      atMs,
      kind: 'hook-file',
      target: file,
      what: `a file of the hook was ${kind}`,
      environment,
    } as const;
    return [tamperActivity(finding, null, classifier)];
  }
  const what = 'a start-up file that runs before the hook, or silences it';
  const finding = { atMs, kind: 'before-hook', target: file, what, environment } as const;
  return [changeActivity(change, classifier, review), { ...tamperActivity(finding, null, classifier), package: owner }];
}

function changeActivity(
  change: EnvironmentChange | IntegrityChange,
  classifier: Classifier,
  review: Review | null,
): Activity {
  const common = {
    ...{ atMs: change.atMs, lastMs: change.atMs, count: 1, ip: null, port: null, via: null, access: null },
    ...{ process: null, environment: classifier.path(change.environment), confidence: 'unknown' as const },
    ...{ chain: [], frames: [] },
  };
  if (change.type === 'startup') {
    const { kind, file, owner, lines } = change;
    return {
      ...common,
      operation: 'startup.change',
      target: classifier.path(file),
      targetClass: 'startup-file',
      other: lines.join('\n').slice(0, maxLines) || null,
      package: owner,
      change: { kind, from: null, to: null, installer: null, effect: effectOf(change), review: null },
    };
  }
  if (change.type === 'integrity') {
    const { kind, file, detail, package: of } = change;
    return {
      ...common,
      operation: 'integrity.change',
      target: classifier.path(file),
      targetClass: caBundle.test(file) ? 'ca-bundle' : null,
      other: detail.slice(0, maxLines),
      package: of,
      change: { kind, from: null, to: null, installer: null, effect: null, review: change.review },
    };
  }
  const { kind, name, from, to, installer } = change;
  return {
    ...common,
    operation: 'package.change',
    target: name,
    targetClass: null,
    other: [kind, from && `from ${from}`, to && `to ${to}`, installer && `by ${installer}`].filter(Boolean).join(' '),
    package: { name, version: to ?? from ?? '' },
    change: { kind, from, to, installer, effect: null, review },
  };
}

/** A `.start` silences the `.pth` of its base name (PEP 829); a `.pth` that sorts before the hook's runs unseen. */
function effectOf({ role, file }: EnvironmentChange & { readonly type: 'startup' }): string | null {
  if (role !== 'before-hook') return null;
  return file.endsWith('.start') ? 'silences-hook' : 'runs-before-hook';
}
