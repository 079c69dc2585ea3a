import type { HookSink } from './connection.ts';

/** Says everything to each of these, in their order. */
export function toEach(...sinks: readonly HookSink[]): HookSink {
  return {
    greeted: (...said) => sinks.forEach((sink) => void sink.greeted(...said)),
    activities: (...said) => sinks.forEach((sink) => void sink.activities(...said)),
    repeats: (...said) => sinks.forEach((sink) => void sink.repeats(...said)),
    lost: (...said) => sinks.forEach((sink) => void sink.lost(...said)),
    ended: (...said) => sinks.forEach((sink) => void sink.ended(...said)),
  };
}
