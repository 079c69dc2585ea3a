import type { Events } from '../../events.ts';
import type { Gateway } from '../../gateway/gateway.ts';
import type { Store } from '../../store/store.ts';
import type { Tokens } from '../../tokens/tokens.ts';
import type { Door } from '../caller.ts';
import type { EventStreams } from '../event-stream.ts';
import type { RuleSummary } from '../types.ts';

/** What the routes answer from. */
export interface RouteContext {
  readonly store: Store;
  readonly tokens: Tokens;
  readonly gateway: Pick<Gateway, 'connected' | 'revoke'>;
  /** The rules that are loaded now. */
  readonly rules: () => readonly Omit<RuleSummary, 'hits'>[];
  readonly events: Events;
  readonly door: Door;
  readonly streams: EventStreams;
  readonly clock: () => number;
  /** Where the collector is reached, for links: "http://127.0.0.1:7790". */
  readonly url: () => string;
}
