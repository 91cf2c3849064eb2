import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { perform } from '../../api/deed';
import { retryFailed } from '../../api/deeds';
import { fetchMessages } from '../../api/queries';
import type { Campaign } from '../../api/types/campaigns';
import type { Message } from '../../api/types/messages';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { CurlMenu } from '../../ui/Curl';
import { ErrorNote } from '../../ui/Notes';
import { CodeWords } from '../messages/FailureWords';
import { codeOf, repeatOf, type Repeat } from '../messages/failures';
import { retryEach } from '../messages/retryEach';
import { isOpen } from './status';

const MOST = 1000;

type Fix = 'number' | 'text' | 'retry' | 'list';

/** What is put right on this page; the rest is repeated if that can help, and only shown if not. */
const FIXES: Record<string, Fix> = {
  session_banned: 'number',
  template_error: 'text',
};

/** What failed for one reason, told apart by the engine's code where that says more. */
interface Group {
  reason: string;
  code: string | null;
  ids: number[];
  repeat: Repeat;
  /** Whether nothing else failed for this reason, so that one call repeats the group. */
  whole: boolean;
}

function groupsOf(failed: readonly Message[]): Group[] {
  const groups = new Map<string, Group>();
  for (const message of failed) {
    const reason = message.reason ?? 'failed';
    const code = message.lastError && codeOf(message.lastError) ? message.lastError : null;
    const key = `${reason} ${code ?? ''}`;
    const group = groups.get(key) ?? { reason, code, ids: [], repeat: repeatOf(message), whole: true };
    group.ids.push(message.id);
    groups.set(key, group);
  }
  const all = [...groups.values()];
  return all
    .map((group) => ({ ...group, whole: all.every((other) => other === group || other.reason !== group.reason) }))
    .sort((one, other) => other.ids.length - one.ids.length);
}

interface Props {
  campaign: Campaign;
  onNumber: () => void;
  onText: () => void;
}

/** Why messages failed, the commonest reason first, each with the one thing to do about it. */
export default function FailureReasons({ campaign, onNumber, onText }: Props) {
  const { t, has, format } = useI18n();
  const failed = useQuery({
    queryKey: ['messages', 'failed', campaign.publicId],
    queryFn: () => fetchMessages({ campaignId: campaign.publicId, status: 'failed', order: 'newest', limit: MOST }),
  });
  const groups = useMemo(() => groupsOf(failed.data?.items ?? []), [failed.data]);
  const most = groups[0]?.ids.length ?? 1;
  const retriable = groups.filter((group) => group.whole && fixOf(group, campaign) === 'retry');
  return (
    <Card
      title={t('failures.title')}
      aside={
        <CurlMenu
          deeds={retriable.map(({ reason }) => {
            const key = `reason.${reason}`;
            return {
              label: `${t('message.retry')}: ${has(key) ? t(key) : reason}`,
              deed: retryFailed({ campaignId: campaign.publicId, reason }),
            };
          })}
        />
      }
    >
      <ul className="reasons">
        {groups.map((group) => {
          const { reason, code, ids } = group;
          const key = `reason.${reason}`;
          return (
            <li key={`${reason} ${code ?? ''}`} data-reason={reason}>
              <span className="text">
                {has(key) ? t(key) : reason}
                {code !== null && code !== reason && (
                  <span className="muted">
                    {' · '}
                    <CodeWords code={code} />
                  </span>
                )}
              </span>
              <b>{format.number(ids.length)}</b>
              <svg className="reason-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                <rect width="100" height="6" className="meter-ground" />
                <rect width={(ids.length / most) * 100} height="6" className="seg-failed" />
              </svg>
              <FixButton {...{ campaign, group, onNumber, onText }} />
            </li>
          );
        })}
      </ul>
      {failed.data?.next != null && <p className="muted">{t('failures.latest', { count: MOST })}</p>}
      {failed.error && <ErrorNote error={failed.error} onRetry={() => void failed.refetch()} />}
    </Card>
  );
}

/** What has ended can only be looked at, but for what can be tried again by itself. */
function fixOf({ reason, repeat }: Group, campaign: Campaign): Fix {
  const fix = FIXES[reason] ?? (repeat === 'never' ? 'list' : 'retry');
  const needsOpen = fix === 'number' || fix === 'text';
  if (campaign.status === 'stopped' || campaign.status === 'failed') {
    return 'list';
  }
  return needsOpen && !isOpen(campaign) ? 'list' : fix;
}

function FixButton({ campaign, group, onNumber, onText }: Props & { group: Group }) {
  const { reason, ids, whole } = group;
  const count = ids.length;
  const { t } = useI18n();
  const queries = useQueryClient();
  const [, setSearch] = useSearchParams();
  const retry = useMutation({
    mutationFn: async () => {
      if (whole) {
        await perform(retryFailed({ campaignId: campaign.publicId, reason }));
      } else {
        await retryEach(ids);
      }
    },
    onSettled: () => queries.invalidateQueries(),
  });
  const show = () => {
    setSearch({ part: 'people', of: 'failed', reason }, { replace: true });
    requestAnimationFrame(() => document.querySelector('.campaign-parts')?.scrollIntoView({ block: 'start' }));
  };
  switch (fixOf(group, campaign)) {
    case 'number':
      return <Button onClick={onNumber}>{t('change.open')}</Button>;
    case 'text':
      return <Button onClick={onText}>{t('failures.text')}</Button>;
    case 'list':
      return <Button onClick={show}>{t('failures.list', { count })}</Button>;
    case 'retry':
      return (
        <>
          <Button busy={retry.isPending} onClick={() => retry.mutate()}>
            {t('failures.retry', { count })}
          </Button>
          {retry.error && <ErrorNote error={retry.error} />}
        </>
      );
  }
}
