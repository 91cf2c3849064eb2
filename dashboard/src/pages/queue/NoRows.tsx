import { useQuery } from '@tanstack/react-query';
import { fetchEvents, fetchMessages } from '../../api/queries';
import { useI18n } from '../../i18n/I18n';
import { Empty } from '../../ui/Notes';
import { inServersWords, type Scope } from './filter';
import type { Tab } from './tabs';

const SENT = ['sent', 'delivered', 'read'];
/** Neither list is in the order of sending: so many of each are looked through. */
const LOOKED = 200;
/** Too much is looked through to do so with every message. */
const AGAIN_MS = 10_000;

/**
 * When the last one left, empty if none did. The log knows best, as long as it was not long ago; the newest messages need
 * not have left last.
 */
async function lastSent(scope: Scope): Promise<string> {
  const { where } = inServersWords(scope);
  const [told, ...pages] = await Promise.all([
    fetchEvents({ topics: 'messages', campaignId: scope.campaign ?? '', limit: LOOKED }),
    ...SENT.map((status) => fetchMessages({ ...where, status, order: 'newest', limit: LOOKED })),
  ]);
  const times = [
    ...told.items
      .filter(({ phase, sessionId }) => phase === 'sent' && [undefined, sessionId].includes(scope.number))
      .map(({ at }) => at),
    ...pages.flatMap((page) => page.items.map(({ sentAt }) => sentAt ?? '')),
  ];
  return times.toSorted().at(-1) ?? '';
}

/** Says when the last one left, so that silence can be told from trouble. */
export function NoRows({ tab, scope }: { tab: Tab; scope: Scope }) {
  const { t, format } = useI18n();
  const silent = tab === 'waiting' || tab === 'live';
  const last = useQuery({
    queryKey: ['lastSent', scope.campaign, scope.number],
    queryFn: () => lastSent(scope),
    refetchInterval: AGAIN_MS,
    enabled: silent,
  });
  const sent = last.data ? ` ${t('queue.lastSent', { time: format.time(last.data) })}` : '';
  return <Empty title={t('queue.empty.title')} text={t(`queue.empty.${tab}`) + sent} />;
}
