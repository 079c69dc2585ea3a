import type { Activity, Confidence, Operation } from '@culprit/proto';

/** What an activity did, as a verb and its object: "connected to" "api.telegram.org:443". */
export interface ActivityWords {
  readonly verb: string;
  readonly object: string;
  /** What follows the object, in plain words; '' where nothing does. */
  readonly rest: string;
}

const verbs: Readonly<Record<Operation, string>> = {
  'file.open': 'opened',
  'file.rename': 'renamed',
  'file.remove': 'removed',
  'file.list': 'listed',
  'dns.lookup': 'looked up',
  'net.connect': 'connected to',
  'net.send': 'sent to',
  'net.listen': 'listened on',
  'net.request': 'built a request to',
  'process.spawn': 'started',
  'code.exec': 'ran code from no file in',
  'native.load': 'loaded the native library',
  'package.change': 'changed',
  'startup.change': 'changed the start-up file',
  'integrity.change': 'has another file than its RECORD says:',
  'hook.tamper': 'tampered with the hook:',
};

/** What became of a package's file. */
const integrityVerbs: Readonly<Record<string, string>> = {
  changed: 'has the changed file',
  missing: 'lacks the file',
  extra: 'has the extra file',
  restored: 'has its own file again:',
};

const accessVerbs = { read: 'read', write: 'wrote', readwrite: 'read and wrote' } as const;

type Told = Pick<Activity, 'operation' | 'target' | 'port' | 'access' | 'other' | 'change'>;

/** An activity in words. Only `verb` and `rest` are ours; `object` is text from elsewhere. */
export function activityWords(activity: Told): ActivityWords {
  const { operation, target, access, other, change } = activity;
  const verb = verbs[operation] ?? operation;
  if (operation === 'file.rename' && other !== null) return { verb, object: `${target} → ${other}`, rest: '' };
  // Where a link led: the file, by the name that the program used.
  // A socket that is a file may go by another path; one with a port, by a child that connected.
  const isAlias = other !== null && /^(?:file|net)\./.test(operation) && activity.port === null;
  const object = isAlias ? `${target} as ${other}` : hostAndPort(activity);
  if (operation === 'file.open' && access !== null) return { verb: accessVerbs[access], object, rest: '' };
  if (operation === 'process.spawn' && other !== null) return { verb, object: other, rest: '' };
  if (operation === 'package.change' && change !== null) return changeWords(target, change);
  if (operation === 'startup.change' && change !== null) {
    return { verb: `${change.kind} the start-up file`, object: target, rest: '' };
  }
  if (operation === 'integrity.change' && change !== null) {
    return { verb: integrityVerbs[change.kind] ?? verb, object: target, rest: '' };
  }
  if (operation === 'net.connect' && other !== null && !isAlias) return { verb, object, rest: `(by ${other})` };
  if (operation === 'hook.tamper' && other !== null) return { verb, object, rest: `(${other})` };
  return { verb, object, rest: '' };
}

/** "host:port"; a literal IPv6 address in brackets. */
export function hostAndPort({ target, port }: Pick<Activity, 'target' | 'port'>): string {
  if (port === null) return target;
  return target.includes(':') ? `[${target}]:${port}` : `${target}:${port}`;
}

function changeWords(name: string, change: NonNullable<Activity['change']>): ActivityWords {
  const { kind, from, to, installer } = change;
  const versions = from !== null && to !== null ? `${from} → ${to}` : (to ?? from ?? '');
  return { verb: kind, object: `${name} ${versions}`.trim(), rest: installer === null ? '' : `by ${installer}` };
}

/** Whether an activity's target is something that can be asked for: a host, an address, a path. */
export function canBeAsked({ operation, target }: Pick<Activity, 'operation' | 'target'>): boolean {
  return (
    /^(file|net|dns|startup|integrity)\./.test(operation) || (operation === 'process.spawn' && /[/\\]/.test(target))
  );
}

/** How sure the attribution is, as a phrase. */
export const confidenceWords: Readonly<Record<Confidence, string>> = {
  stack: 'read off the call stack',
  cause: 'through the thread, task or pool that it started',
  descent: 'by descent from its parent process',
  native: 'from native code',
  unknown: 'not known',
};

/** A behaviour in words: "connects to · bot-api". */
export const habits: Readonly<Record<Operation, string>> = {
  'file.open': 'opens files',
  'file.rename': 'renames files',
  'file.remove': 'removes files',
  'file.list': 'lists folders',
  'dns.lookup': 'looks up names',
  'net.connect': 'connects',
  'net.send': 'sends',
  'net.listen': 'listens',
  'net.request': 'builds requests',
  'process.spawn': 'starts processes',
  'code.exec': 'runs code from no file',
  'native.load': 'loads native libraries',
  'package.change': 'changes packages',
  'startup.change': 'changes start-up files',
  'integrity.change': 'has files other than its RECORD says',
  'hook.tamper': 'tampers with the hook',
};
