import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { LiveEvent } from '../api/types/events';
import { Phases, type Phase } from './phases';
import { Stream, type LiveState } from './stream';

interface Live {
  stream: Stream;
  phases: Phases;
}

const Context = createContext<Live | null>(null);

function useLive(): Live {
  const live = use(Context);
  if (!live) {
    throw new Error('There is no stream outside of LiveProvider');
  }
  return live;
}

export function useLiveState(): LiveState {
  const { stream } = useLive();
  return useSyncExternalStore(stream.watch, stream.read);
}

export function usePauseLive(): (paused: boolean) => void {
  const { stream } = useLive();
  return (paused) => stream.pause(paused);
}

/** Hands every event to a listener as it comes, but none while updating is stopped. */
export function useEvents(listener: (event: LiveEvent) => void): void {
  const { stream } = useLive();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  }, [listener]);
  useEffect(
    () => stream.listen({ event: (event) => latest.current(event), reset: () => undefined, again: () => undefined }),
    [stream],
  );
}

/** In which step each message was seen last, by the message's id. */
export function usePhases(): ReadonlyMap<number, Phase> {
  const { phases } = useLive();
  return useSyncExternalStore(phases.watch, phases.read);
}

/** How often what is shown is asked for again: not at all while news are pushed. */
export function usePolling(): number | false {
  const { mode } = useLiveState();
  return mode === 'live' || mode === 'paused' ? false : 30_000;
}

/**
 * Keeps what is shown fresh for as long as somebody is logged in.
 *
 * @param ended whether the session is over, until somebody logs in again
 */
export function LiveProvider({ ended, children }: { ended: boolean; children: ReactNode }) {
  const client = useQueryClient();
  const [live] = useState<Live>(() => ({ stream: new Stream(), phases: new Phases() }));

  useEffect(() => {
    const stale = new Staleness(client);
    const stop = live.stream.listen({
      event: (event) => {
        live.phases.take(event);
        stale.by(event);
      },
      reset: () => {
        live.phases.forget();
        void client.invalidateQueries();
      },
      again: () => void client.invalidateQueries(),
    });
    return () => {
      stop();
      stale.stop();
    };
  }, [client, live]);

  useEffect(() => {
    if (ended) {
      return;
    }
    live.stream.start();
    return () => live.stream.stop();
  }, [ended, live]);

  return <Context value={live}>{children}</Context>;
}

/** Marks what an event made stale; what changes with every message at most once a second. */
class Staleness {
  private readonly waiting = new Map<string, readonly unknown[]>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly client: QueryClient;

  constructor(client: QueryClient) {
    this.client = client;
  }

  by(event: LiveEvent): void {
    switch (event.type) {
      case 'session':
        void this.client.invalidateQueries({ queryKey: ['sessions'] });
        void this.client.invalidateQueries({ queryKey: ['qr', event.sessionId] });
        this.soon(['campaigns']);
        break;
      case 'campaign':
        void this.client.invalidateQueries({ queryKey: ['campaigns'] });
        this.soon(['messages']);
        break;
      case 'message':
        this.soon(['messages']);
        this.soon(['campaigns']);
        this.soon(['sessions']);
        if (event.messageId !== null) {
          void this.client.invalidateQueries({ queryKey: ['message', event.messageId] });
        }
        break;
      case 'contact':
        this.soon(['contacts']);
        this.soon(['campaigns']);
        this.soon(['replies']);
    }
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private soon(key: readonly unknown[]): void {
    this.waiting.set(key.join(), key);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const keys = [...this.waiting.values()];
      this.waiting.clear();
      keys.forEach((queryKey) => void this.client.invalidateQueries({ queryKey }));
    }, 1_000);
  }
}
