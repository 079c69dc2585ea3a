import type { AlertSummary, Page, Problem } from '../../../src/api/types.ts';
import { withQuery } from '../address/links.ts';
import { request } from '../api/request.ts';
import { type AlertFilters, areNarrow } from './filters.ts';

/** What a list of alerts shows. */
export interface AlertListState {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly items: readonly AlertSummary[];
  /** New alerts that wait until showing them moves nothing that is being read. */
  readonly waiting: readonly AlertSummary[];
  /** Those that slid in since the list was opened. */
  readonly arrived: ReadonlySet<string>;
  readonly next: string | null;
  readonly isLoadingMore: boolean;
  readonly problem: Problem | null;
}

interface AlertListOptions {
  readonly filters: AlertFilters;
  /** Whether someone is reading the list, so that nothing in it may move. */
  isBeingRead(): boolean;
}

const pageSize = 50;
const refreshDelayMs = 400;

/**
 * The alerts that match some filters, newest first, page by page, and kept live. An alert that is already listed
 * changes in its place; a new one is put on top, or waits.
 */
export class AlertList {
  readonly #filters: AlertFilters;
  readonly #isBeingRead: () => boolean;
  readonly #watchers = new Set<(state: AlertListState) => void>();
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;
  #state: AlertListState = {
    status: 'loading',
    items: [],
    waiting: [],
    arrived: new Set(),
    next: null,
    isLoadingMore: false,
    problem: null,
  };

  constructor(options: AlertListOptions) {
    this.#filters = options.filters;
    this.#isBeingRead = options.isBeingRead;
  }

  get state(): AlertListState {
    return this.#state;
  }

  watch(watcher: (state: AlertListState) => void): () => void {
    this.#watchers.add(watcher);
    watcher(this.#state);
    return () => {
      this.#watchers.delete(watcher);
      clearTimeout(this.#refreshTimer);
    };
  }

  /** Asks for the first page: fills an empty list, and brings what a held one has missed. */
  async refresh(): Promise<void> {
    if (this.#state.status === 'failed') this.#set({ status: 'loading', problem: null });
    const outcome = await request<Page<AlertSummary>>(this.#path(null));
    if (outcome.status === 'aborted') return;
    if (outcome.status === 'problem') {
      // A list that was shown before is worth more than a page of apology; the header says that the stream is lost.
      if (this.#state.status !== 'ready') this.#set({ status: 'failed', problem: outcome.problem });
      return;
    }
    const { items, next } = outcome.value;
    const known = new Set([...this.#state.items, ...this.#state.waiting].map(({ id }) => id));
    if (this.#state.status !== 'ready' || !items.some(({ id }) => known.has(id))) {
      this.#set({ status: 'ready', items, next, waiting: [], arrived: new Set() });
      return;
    }
    for (const alert of [...items].reverse()) this.#take(alert);
  }

  /** Asks for the page after the last. */
  async more(): Promise<void> {
    const { next, isLoadingMore } = this.#state;
    if (next === null || isLoadingMore) return;
    this.#set({ isLoadingMore: true, problem: null });
    const outcome = await request<Page<AlertSummary>>(this.#path(next));
    if (outcome.status === 'ok') {
      const known = new Set(this.#state.items.map(({ id }) => id));
      const items = [...this.#state.items, ...outcome.value.items.filter(({ id }) => !known.has(id))];
      this.#set({ items, next: outcome.value.next, isLoadingMore: false });
    } else {
      this.#set({ isLoadingMore: false, problem: outcome.status === 'problem' ? outcome.problem : null });
    }
  }

  /** An alert that the stream brought. With filters, the collector is asked: only it knows what matches. */
  offer(alert: AlertSummary): void {
    if (this.#state.status !== 'ready') return;
    if (!areNarrow(this.#filters) || this.#holds(alert.id)) {
      this.#take(alert);
      return;
    }
    clearTimeout(this.#refreshTimer);
    this.#refreshTimer = setTimeout(() => void this.refresh(), refreshDelayMs);
  }

  /** Shows the alerts that waited. */
  showWaiting(): void {
    const { waiting, items, arrived } = this.#state;
    if (waiting.length === 0) return;
    this.#set({
      items: [...waiting, ...items],
      waiting: [],
      arrived: new Set([...arrived, ...waiting.map(({ id }) => id)]),
    });
  }

  #take(alert: AlertSummary): void {
    const { items, waiting, arrived } = this.#state;
    const replaced = (list: readonly AlertSummary[]) => list.map((held) => (held.id === alert.id ? alert : held));
    if (this.#holds(alert.id)) this.#set({ items: replaced(items), waiting: replaced(waiting) });
    else if (this.#isBeingRead()) this.#set({ waiting: [alert, ...waiting] });
    else this.#set({ items: [alert, ...waiting, ...items], waiting: [], arrived: new Set([...arrived, alert.id]) });
  }

  #holds(id: string): boolean {
    return [...this.#state.items, ...this.#state.waiting].some((held) => held.id === id);
  }

  #path(cursor: string | null): string {
    return withQuery('/api/v1/alerts', {
      ...this.#filters,
      limit: String(pageSize),
      cursor: cursor ?? undefined,
    });
  }

  #set(change: Partial<AlertListState>): void {
    this.#state = { ...this.#state, ...change };
    for (const watcher of this.#watchers) watcher(this.#state);
  }
}
