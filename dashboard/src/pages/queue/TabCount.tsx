import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { countsQuery } from '../../api/queries';
import { useI18n } from '../../i18n/I18n';
import { usePolling } from '../../live/Live';
import { inServersWords, type Scope } from './filter';
import { countOf, type Tab } from './tabs';

/** How many messages stand in a tab; nothing where the server cannot count what the filter leaves. */
export function TabCount({ tab, scope }: { tab: Tab; scope: Scope }) {
  const { format } = useI18n();
  const { where, sifts } = inServersWords(scope);
  const counts = useQuery({
    ...countsQuery(where),
    enabled: !sifts,
    placeholderData: keepPreviousData,
    refetchInterval: usePolling(),
  });
  if (sifts || !counts.data) {
    return null;
  }
  const { count, more } = countOf(tab, counts.data);
  return (
    <span className="tab-count" data-count={count}>
      {format.number(count)}
      {more && '+'}
    </span>
  );
}
