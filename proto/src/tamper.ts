/** What an attempt on the hook or the agent is: the class of a `hook.tamper` activity's target, for rules to ask about. */
export const tamperKinds = [
  // Told by the hook.
  /** The switch in an environment variable: found at the start, or set for programs yet to start. */
  'hook-switch',
  /** A function of the hook was altered, replaced, or looked for. */
  'hook-code',
  /** An audit hook that was there before let the hook not in. */
  'hook-kept-out',
  /** An audit hook was added beside it: that alone silences nothing. */
  'audit-hook',
  /** Its descriptor was closed; it has connected again. */
  'hook-descriptor',
  /** A signal to the agent. */
  'agent-signal',
  // Found by the agent.
  /** A file of the hook in an environment was changed or removed. */
  'hook-file',
  /** A file of the agent's was written, moved or removed by a hooked process. */
  'agent-file',
  /** A start-up file that runs before the hook's, or silences it. */
  'before-hook',
  /** A Python that was started so that no hook comes up in it. */
  'blind-child',
  /** A process hung up, lives on, and has not come back. */
  'silent-process',
  /** A process with no native code made a connection that its hook did not tell. */
  'connection-untold',
  /** The agent's socket was taken away, or closed. */
  'agent-socket',
  /** The agent ended without being stopped. */
  'agent-gap',
] as const;

export type TamperKind = (typeof tamperKinds)[number];
