import { useSyncExternalStore } from 'react';

/** The same width as in the style sheets. */
const narrow = window.matchMedia('(max-width: 767px)');

function watch(changed: () => void): () => void {
  narrow.addEventListener('change', changed);
  return () => narrow.removeEventListener('change', changed);
}

/** Whether the window is as narrow as a phone's. */
export function useNarrow(): boolean {
  return useSyncExternalStore(watch, () => narrow.matches);
}
