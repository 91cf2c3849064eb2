import type { TimelineStep } from '../../api/types/messages';

/** A step of a message's story, or a long time in which nothing was done for it, with what was told meanwhile. */
export type Entry =
  | {
      kind: 'step';
      step: TimelineStep;
      /** Milliseconds since the one before. */
      gap: number;
      /** Whether another attempt began with it. */
      attempts: boolean;
    }
  | { kind: 'idle'; reason: string | null; lasted: number; steps: readonly TimelineStep[] };

/** So long nothing happens between two steps that belong together. */
const IDLE_MS = 60_000;
/** What only tells that it waits. */
const WAITING: ReadonlySet<string> = new Set(['waiting', 'waiting_rate_limit']);

/** The story in entries: what is told of a long wait is folded into one. */
export function entriesOf(steps: readonly TimelineStep[], now: number): Entry[] {
  const entries: Entry[] = [];
  let before: TimelineStep | undefined;
  let attempt = 0;
  for (let at = 0; at < steps.length;) {
    const told = runOf(steps, at);
    const step = steps[at + told];
    const until = step ? Date.parse(step.at) : now;
    const from = before ? Date.parse(before.at) : until;
    const idle = until - from >= IDLE_MS && (told > 0 || step !== undefined);
    if (idle) {
      const waits = steps.slice(at, at + told);
      entries.push({ kind: 'idle', reason: reasonOf(waits.at(-1) ?? before), lasted: until - from, steps: waits });
    } else {
      steps.slice(at, at + told).forEach((each) => entries.push({ kind: 'step', step: each, gap: 0, attempts: false }));
    }
    if (step) {
      entries.push({ kind: 'step', step, gap: idle ? 0 : until - from, attempts: (step.attempt ?? 0) > attempt });
      attempt = step.attempt ?? attempt;
    }
    before = step;
    at += told + 1;
  }
  return entries;
}

/** How many steps from here on only tell that it waits. */
function runOf(steps: readonly TimelineStep[], from: number): number {
  let to = from;
  while (WAITING.has(steps[to]?.phase ?? '')) {
    to++;
  }
  return to - from;
}

function reasonOf(step: TimelineStep | undefined): string | null {
  return step?.reason === 'new' ? null : (step?.reason ?? null);
}
