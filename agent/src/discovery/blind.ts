/** Why something isn't covered: a closed list, with what to do about each. docs/limits.md explains them to users. */

/** What each reason means, in the words of `env list` and doctor, and what would mend it; null where nothing would. */
export const blindReasons = {
  // Of interpreters and environments.
  policy: [
    'the policy covers what is listed only',
    'culprit-agent env add PATH, or culprit-agent env policy --cover all',
  ],
  asked: ['it waits for your word', 'culprit-agent env add PATH, or culprit-agent env policy --exclude PATH'],
  excluded: ['the policy excludes it', 'take the pattern out of the policy: culprit-agent env policy'],
  'not-writable': ['its site-packages cannot be written by this user', 'run culprit-agent env add PATH as its owner'],
  'other-user': ['it belongs to another user', 'run an agent for that user, or one for the whole machine'],
  'python-too-old': [
    'its Python is older than 3.8, where there are no audit hooks',
    'make it again with a later Python',
  ],
  'not-cpython': ['its Python is not CPython', null],
  broken: ['it is broken', 'make it again'],
  ephemeral: [
    'it is made for one build and deleted after it, and a file of ours would be in the way of that',
    'cover its interpreter with its standard library: culprit-agent env add --base PATH',
  ],
  outside: ['its site-packages folder leads out of it', 'culprit-agent env add PATH, if that is meant'],
  'hook-removed': ['the hook was removed or changed', 'culprit-agent env add PATH'],
  pending: ['it was found a moment ago', null],
  // Of running processes.
  'started-before': ['it was started before its environment was covered', 'start it again'],
  'no-site': ['it was started with -S, so no start-up file ran', null],
  isolated: ['it was started with -I or -s, so the hook in the user site did not run', 'cover its interpreter too'],
  disabled: ['CULPRIT_DISABLE is set in its environment', 'start it again without that variable'],
  embedded: ['Python runs embedded in another program, or is linked into it', null],
  container: ['it runs in a container', 'run an agent in the container'],
  unheard: ['its environment is covered, and it says nothing', 'culprit-agent doctor'],
} as const satisfies Record<string, readonly [what: string, mend: string | null]>;

export type BlindReason = keyof typeof blindReasons;

export interface Blind {
  readonly reason: BlindReason;
  /** What the system said, or which pattern it was; empty where the reason says it all. */
  readonly detail: string;
}

/** "the policy excludes it (~/old/**)" */
export function blindWords({ reason, detail }: Blind): string {
  return detail === '' ? blindReasons[reason][0] : `${blindReasons[reason][0]} (${detail})`;
}
