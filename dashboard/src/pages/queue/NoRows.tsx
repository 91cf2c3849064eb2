import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client';
import { useI18n } from '../../i18n/I18n';
import { Empty } from '../../ui/Notes';
import { inServersWords, type Scope } from './filter';
import type { Tab } from './tabs';

/** Something else may send meanwhile. */
const AGAIN_MS = 10_000;

/** When the last one left; null if none did. */
async function lastSent(scope: Scope): Promise<string | null> {
  const query = new URLSearchParams();
  Object.entries(inServersWords(scope).where).forEach(([name, value]) => value !== undefined && query.set(name, value));
  return (await call<{ at: string | null }>('GET', `/api/v1/messages/last-sent?${query}`)).at;
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
