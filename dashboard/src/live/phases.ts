import type { LiveEvent } from '../api/types/events';

export interface Phase {
  name: string;
  at: number;
  attempt: number | null;
}

const MOST = 2_000;

/** In which step each message was seen last. Told to its watchers once a frame, however much happens. */
export class Phases {
  private phases: ReadonlyMap<number, Phase> = new Map();
  private readonly fresh = new Map<number, Phase>();
  private readonly watchers = new Set<() => void>();
  private scheduled = false;

  take(event: LiveEvent): void {
    if (event.messageId === null) {
      return;
    }
    this.fresh.set(event.messageId, { name: event.phase, at: Date.parse(event.at), attempt: event.attempt });
    if (!this.scheduled) {
      this.scheduled = true;
      // Frames stop in hidden tabs; what is read there later is read anew anyway.
      requestAnimationFrame(() => this.publish());
    }
  }

  forget(): void {
    this.fresh.clear();
    this.phases = new Map();
    this.watchers.forEach((watcher) => watcher());
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  readonly read = (): ReadonlyMap<number, Phase> => this.phases;

  private publish(): void {
    this.scheduled = false;
    const merged = [...this.phases, ...this.fresh];
    this.fresh.clear();
    this.phases = new Map(merged.slice(-MOST));
    this.watchers.forEach((watcher) => watcher());
  }
}
