/** What crosses a process boundary: the generated codecs by their message names, and the activity on top of them. */
import { culprit as hookRoot } from './generated/hook.js';
import { culprit as uplinkRoot } from './generated/uplink.js';

export * from './activity.ts';
export * from './bom.ts';
export * from './purl.ts';
export * from './tamper.ts';

/** Messages of hook.proto: what a Python process tells the agent. */
export const hook = hookRoot.hook;
/** Messages of uplink.proto: what crosses the WebSocket between agent and collector. */
export const uplink = uplinkRoot.uplink;

export type { hookRoot, uplinkRoot };

/** The version of both protocols that this code speaks. */
export const protocolVersion = 1;
/** A frame on the hook socket is at most this long, bytes. */
export const maxHookFrameBytes = 65_536;
/** A batch is at most this long once it is decompressed, bytes. */
export const maxBatchBytes = 1_048_576;
