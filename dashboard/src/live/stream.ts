import type { LiveEvent } from '../api/types/events';
import { giveLeaseBack, takeLease } from './lease';

/** How news come: pushed, soon, not at the moment, fetched every half minute, or not because the user wants it so. */
export type Mode = 'live' | 'connecting' | 'reconnecting' | 'polling' | 'paused';

export interface LiveState {
  mode: Mode;
  /** When the next attempt to connect is due, in browser time. */
  retryAt: number | null;
  /** When the last news came, in browser time, and how long they had been under way. */
  lastNewsAt: number | null;
  delayMs: number | null;
}

type Told =
  | { kind: 'event'; event: LiveEvent }
  | { kind: 'reset'; id: string }
  | { kind: 'state'; state: LiveState }
  | { kind: 'hello' };

interface Listener {
  event: (event: LiveEvent) => void;
  /** Something was missed: everything has to be looked at again, and what was heard may be over. */
  reset: () => void;
  /** What was there before the stream has to be looked at again; what was heard since holds. */
  again: () => void;
}

const TICK_MS = 1_000;
/** Time to draw what a window begins with, before it is looked at again. */
const FIRST_LOOK_MS = 1_000;
const RETRIES_MS = [1_000, 2_000, 3_000, 5_000, 10_000, 15_000];
const POLLING_AFTER = 3;

/** The one stream of this browser, as this tab sees it: its own, or what the tab that holds it passes on. */
export class Stream {
  private readonly tab = Math.random().toString(36).slice(2);
  private channel: BroadcastChannel | null = null;
  private readonly listeners = new Set<Listener>();
  private readonly watchers = new Set<() => void>();
  private state: LiveState = { mode: 'connecting', retryAt: null, lastNewsAt: null, delayMs: null };
  private source: EventSource | null = null;
  private lastId: string | null = null;
  private failures = 0;
  private ticker: ReturnType<typeof setInterval> | undefined;
  private secondLook: ReturnType<typeof setTimeout> | undefined;
  private paused = false;

  start(): void {
    this.change({ mode: 'connecting', retryAt: null }, false);
    this.channel = new BroadcastChannel('staffetta.stream');
    this.channel.onmessage = (message: MessageEvent<Told>) => this.heard(message.data);
    window.addEventListener('pagehide', this.leave);
    this.ticker = setInterval(this.tick, TICK_MS);
    this.tell({ kind: 'hello' });
    this.tick();
  }

  stop(): void {
    clearInterval(this.ticker);
    clearTimeout(this.secondLook);
    window.removeEventListener('pagehide', this.leave);
    this.leave();
    this.channel?.close();
    this.channel = null;
    // Whoever looks at it meanwhile is not told that it goes on.
    this.change({ mode: 'paused', retryAt: null }, false);
  }

  /** Takes no news until resumed; then what was missed is fetched. */
  pause(paused: boolean): void {
    this.paused = paused;
    this.change(paused ? { mode: 'paused', retryAt: null } : { mode: this.source ? 'live' : 'connecting' }, false);
    if (!paused) {
      // Where another tab holds the stream, it knows how that stands.
      this.tell({ kind: 'hello' });
      this.listeners.forEach((listener) => listener.reset());
    }
  }

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  readonly read = (): LiveState => this.state;

  private readonly leave = (): void => {
    this.close();
    giveLeaseBack(this.tab);
  };

  private readonly tick = (): void => {
    if (!takeLease(this.tab)) {
      this.close();
    } else if (!this.source && Date.now() >= (this.state.retryAt ?? 0)) {
      this.open();
    }
  };

  private open(): void {
    const source = new EventSource(
      '/api/v1/events' + (this.lastId ? `?lastEventId=${encodeURIComponent(this.lastId)}` : ''),
    );
    this.source = source;
    source.onopen = () => {
      this.failures = 0;
      this.change({ mode: 'live', retryAt: null });
      this.began();
    };
    source.onmessage = (message: MessageEvent<string>) => {
      const told: Told = { kind: 'event', event: JSON.parse(message.data) as LiveEvent };
      this.tell(told);
      this.heard(told);
    };
    source.addEventListener('reset', (message) => {
      const told: Told = { kind: 'reset', id: message.lastEventId };
      this.tell(told);
      this.heard(told);
    });
    source.onerror = () => this.lost();
  }

  private lost(): void {
    this.close();
    const wait = RETRIES_MS[Math.min(this.failures, RETRIES_MS.length - 1)] ?? TICK_MS;
    this.failures++;
    this.change({ mode: this.failures > POLLING_AFTER ? 'polling' : 'reconnecting', retryAt: Date.now() + wait });
    // The session may have ended, which a stream cannot say: the next request of the page does.
    this.listeners.forEach((listener) => listener.reset());
  }

  /** Who has heard nothing yet cannot say from where on to tell: what happened since the first look is looked for once more. */
  private began(): void {
    if (this.lastId === null && !this.paused) {
      clearTimeout(this.secondLook);
      this.secondLook = setTimeout(() => this.listeners.forEach((listener) => listener.again()), FIRST_LOOK_MS);
    }
  }

  private close(): void {
    this.source?.close();
    this.source = null;
  }

  private heard(told: Told): void {
    switch (told.kind) {
      case 'event':
        this.lastId = told.event.id;
        this.news(told.event);
        break;
      case 'reset':
        this.lastId = told.id;
        this.listeners.forEach((listener) => listener.reset());
        break;
      case 'state':
        if (!this.source) {
          const begins = told.state.mode === 'live' && this.state.mode !== 'live';
          this.change(told.state, false);
          if (begins) {
            this.began();
          }
        }
        break;
      case 'hello':
        if (this.source) {
          this.tell({ kind: 'state', state: this.state });
        }
    }
  }

  private news(event: LiveEvent): void {
    if (this.paused) {
      return;
    }
    const now = Date.now();
    const delay = now - Date.parse(event.at);
    this.change({ lastNewsAt: now, delayMs: delay >= 0 && delay < 60_000 ? delay : null }, false);
    this.listeners.forEach((listener) => listener.event(event));
  }

  private tell(told: Told): void {
    this.channel?.postMessage(told);
  }

  private change(change: Partial<LiveState>, tell = true): void {
    const next = { ...this.state, ...change };
    if (tell) {
      this.tell({ kind: 'state', state: next });
    }
    this.state = this.paused ? { ...next, mode: 'paused' } : next;
    this.watchers.forEach((watcher) => watcher());
  }
}
