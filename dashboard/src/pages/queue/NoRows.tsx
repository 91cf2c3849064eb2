import { useQuery } from '@tanstack/react-query';
import { fetchMessages } from '../../api/queries';
import { useI18n } from '../../i18n/I18n';
import { Empty } from '../../ui/Notes';
import { inServersWords, type Scope } from './filter';
import type { Tab } from './tabs';

const SENT = ['sent', 'delivered', 'read'];
/** The newest by number need not have left last: so many are looked through. */
const LOOKED = 200;

/** Says when the last one left, so that silence can be told from trouble. */
export function NoRows({ tab, scope }: { tab: Tab; scope: Scope }) {
  const { t, format } = useI18n();
  const { where } = inServersWords(scope);
  const silent = tab === 'waiting' || tab === 'live';
  const last = useQuery({
    queryKey: ['messages', 'last', where],
    queryFn: async () => {
      const pages = await Promise.all(
        SENT.map((status) => fetchMessages({ ...where, status, order: 'newest', limit: LOOKED })),
      );
      const times = pages.flatMap((page) => page.items.map(({ sentAt }) => sentAt ?? '')).toSorted();
      return times.at(-1) ?? '';
    },
    enabled: silent,
  });
  const sent = last.data ? ` ${t('queue.lastSent', { time: format.time(last.data) })}` : '';
  return <Empty title={t('queue.empty.title')} text={t(`queue.empty.${tab}`) + sent} />;
}
