import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { meQuery } from '../api/access';
import { forgetTyping } from '../pages/campaigns/wizard/typed';

/** Who was here last, as this tab remembers it. */
const LAST = 'staffetta.user';

/** Keeps what one user saw and typed from the next one of the same window, who may have logged in in another tab. */
export function useSameUser(): void {
  const id = useQuery(meQuery).data?.id;
  useEffect(() => {
    if (id === undefined) {
      return;
    }
    const last = sessionStorage.getItem(LAST);
    sessionStorage.setItem(LAST, String(id));
    if (last !== null && last !== String(id)) {
      forgetTyping();
      // All that was fetched or stands in forms is of the one before: the new one is not asked about it.
      window.addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), { capture: true });
      location.reload();
    }
  }, [id]);
}
