import type { Socket } from 'node:net';
import type { Events, RefusalReason } from '../events.ts';
import { decodeFrame } from './decode.ts';
import { FrameReader } from './frame-reader.ts';
import type { HookActivity, HookProcess, HookRepeat } from './report.ts';

/** Whoever connects says who it is within this time, ms, or is sent away. */
const greetingMs = 10_000;

/**
 * Where what processes say goes. Calls come in the order in which the process spoke. `greeted` comes first (`isNew`),
 * and again on the same connection when the process knows more about itself; `ended` comes once for each connection
 * that was new, whatever the reason.
 */
export interface HookSink {
  greeted(process: HookProcess, isNew: boolean): void;
  activities(process: HookProcess, activities: readonly HookActivity[]): void;
  repeats(process: HookProcess, repeats: readonly HookRepeat[]): void;
  /** `unknown` activities were of an operation that this agent doesn't know; `full` had no room in the process. */
  lost(process: HookProcess, full: number, unknown: number): void;
  ended(process: HookProcess): void;
}

export interface ConnectionOptions {
  readonly socket: Socket;
  readonly sink: HookSink;
  readonly events: Events;
  readonly greetingMs?: number;
}

/**
 * Reads one connection to its end. The agent never answers on it, so that a process can never wait for the agent. A
 * peer that breaks the protocol is cut off and counted; nothing that it sends makes this throw.
 */
export function readConnection(options: ConnectionOptions): void {
  const { socket, sink, events } = options;
  const reader = new FrameReader();
  let process: HookProcess | undefined;

  const refuse = (reason: RefusalReason): false => {
    events.connectionRefused(reason, process?.pid ?? null);
    socket.destroy();
    return false;
  };
  const greeting = setTimeout(() => refuse('no-hello'), options.greetingMs ?? greetingMs);
  greeting.unref();

  const greet = (said: HookProcess): boolean => {
    clearTimeout(greeting);
    const isNew = process === undefined;
    if (process === undefined) {
      events.processConnected({ pid: said.pid, application: said.application });
    } else if (process.key !== said.key) {
      // Two processes that write into one stream would cut each other's frames: after a fork, the child connects anew.
      return refuse('other-process');
    }
    process = said;
    sink.greeted(said, isNew);
    return true;
  };

  const take = (frame: Buffer): boolean => {
    const message = decodeFrame(frame);
    if (message.kind === 'hello') return greet(message.process);
    if (message.kind !== 'report') return refuse(message.kind);
    if (process === undefined) return refuse('no-hello');
    const { activities, repeats, lost, unknown } = message.report;
    if (activities.length > 0) {
      events.activitiesReceived(activities.length);
      sink.activities(process, activities);
    }
    if (repeats.length > 0) sink.repeats(process, repeats);
    if (lost > 0 || unknown > 0) sink.lost(process, lost, unknown);
    return true;
  };

  socket.on('data', (chunk) => {
    // What follows a refusal stays unread: the peer has lost its say.
    if (socket.destroyed) return;
    try {
      if (!reader.push(chunk, take)) refuse('too-long');
    } catch (error) {
      // A fault of ours that this peer found: it costs this connection, not the agent and everyone who speaks to it.
      events.activityFailed(error);
      socket.destroy();
    }
  });
  // A process that is killed resets its connection; "close" follows and says all there is to say.
  socket.on('error', () => {});
  socket.on('close', () => {
    clearTimeout(greeting);
    if (process !== undefined) sink.ended(process);
    process = undefined;
  });
}
