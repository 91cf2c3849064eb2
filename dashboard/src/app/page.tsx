import { lazy, useState, type ComponentType } from 'react';
import { PageLost } from './lostPages';
import { arrivedBy } from './pages';

/**
 * A page that is fetched when it is first seen. One that was fetched ahead is drawn at once: React leaves whatever it
 * showed in its place for 300 ms.
 */
export function page<P extends object>(fetchIt: () => Promise<{ default: ComponentType<P> }>): ComponentType<P> {
  const Late: ComponentType<P> = lazy(() =>
    fetchIt().catch((cause: unknown) => {
      throw new PageLost('A page could not be fetched', { cause });
    }),
  );
  return function Page(props: P) {
    // Whichever it was at first stays, or what was typed there would be lost.
    const [Shown] = useState(() => arrivedBy(fetchIt)?.default ?? Late);
    return <Shown {...props} />;
  };
}
