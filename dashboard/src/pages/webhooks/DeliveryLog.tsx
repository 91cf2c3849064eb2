import { useInfiniteQuery } from '@tanstack/react-query';
import * as Tabs from '@radix-ui/react-tabs';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { deliveriesQuery, type Delivery, type DeliveryState, type Webhook } from '../../api/webhooks';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Empty, ErrorNote, Skeleton } from '../../ui/Notes';
import { ResendRange } from './ResendRange';
import { Resend } from './Resend';
import { DeliveryMark } from './DeliveryMark';

const STATES: readonly DeliveryState[] = ['delivered', 'pending', 'failed'];
const MOST_COUNTED = 1000;
const REFRESH_MS = 3_000;

/** What a webhook was told and is to be told, by state. */
export function DeliveryLog({ webhook, readOnly }: { webhook: Webhook; readOnly: boolean }) {
  const { t, format } = useI18n();
  const [search, setSearch] = useSearchParams();
  const [ranging, setRanging] = useState(false);
  const asked = STATES.find((state) => state === search.get('tab'));
  const busiest = webhook.counts.failed > 0 && webhook.counts.delivered === 0 ? 'failed' : 'delivered';
  const tab = asked ?? (webhook.counts.delivered === 0 && webhook.counts.pending > 0 ? 'pending' : busiest);
  const choose = (state: string) => setSearch({ w: String(webhook.id), tab: state }, { replace: true });
  return (
    <Card
      title={t('hooks.log')}
      aside={
        !readOnly && (
          <Button disabled={!webhook.enabled} onClick={() => setRanging(true)}>
            {t('hooks.range.open')}
          </Button>
        )
      }
    >
      <Tabs.Root value={tab} onValueChange={choose} className="stack">
        <Tabs.List className="tabs" aria-label={t('hooks.log')}>
          {STATES.map((state) => {
            const count = webhook.counts[state];
            return (
              <Tabs.Trigger key={state} value={state} className="tab">
                {t(`hooks.tab.${state}`)}{' '}
                <span className="muted" data-count={state}>
                  {format.number(count)}
                  {count >= MOST_COUNTED ? '+' : ''}
                </span>
              </Tabs.Trigger>
            );
          })}
        </Tabs.List>
        {STATES.map((state) => (
          <Tabs.Content key={state} value={state}>
            <Rows webhook={webhook} state={state} readOnly={readOnly} />
          </Tabs.Content>
        ))}
      </Tabs.Root>
      {ranging && <ResendRange webhook={webhook} onClose={() => setRanging(false)} />}
    </Card>
  );
}

function Rows({ webhook, state, readOnly }: { webhook: Webhook; state: DeliveryState; readOnly: boolean }) {
  const { t } = useI18n();
  const list = useInfiniteQuery({ ...deliveriesQuery(webhook.id, state), refetchInterval: REFRESH_MS });
  if (list.isPending) {
    return <Skeleton count={1} />;
  }
  if (!list.data) {
    return <ErrorNote error={list.error} onRetry={() => void list.refetch()} />;
  }
  const rows = list.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) {
    return <Empty title={t(`hooks.none.${state}`)} text={t('hooks.none.text')} />;
  }
  return (
    <div className="stack">
      <table className="queue deliveries">
        <thead>
          <tr>
            <th scope="col">{t('hooks.delivery.state')}</th>
            <th scope="col">{t('hooks.delivery.type')}</th>
            <th scope="col">{t('hooks.delivery.at')}</th>
            <th scope="col">{t('hooks.delivery.attempts')}</th>
            <th scope="col">{t('hooks.delivery.answer')}</th>
            <th scope="col">{t('hooks.delivery.next')}</th>
            {!readOnly && <th scope="col">{t('message.actions')}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((delivery) => (
            <Row key={delivery.id} webhook={webhook} delivery={delivery} readOnly={readOnly} />
          ))}
        </tbody>
      </table>
      {list.hasNextPage && (
        <div className="row">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('queue.more')}
          </Button>
        </div>
      )}
    </div>
  );
}

function Row({ webhook, delivery, readOnly }: { webhook: Webhook; delivery: Delivery; readOnly: boolean }) {
  const { t, has, format } = useI18n();
  const [search, setSearch] = useSearchParams();
  const { id, type, state, reason, attempts, lastStatus, lastTookMs, nextAt, createdAt } = delivery;
  const why = `hooks.reason.${reason ?? ''}`;
  const open = () => {
    const next = new URLSearchParams(search);
    next.set('w', String(webhook.id));
    next.set('d', String(id));
    setSearch(next);
  };
  const answer = [
    lastStatus === null ? null : String(lastStatus),
    reason !== null && has(why) ? t(why) : reason,
    lastTookMs === null ? null : `${format.number(lastTookMs)} ms`,
  ].filter((part) => part !== null);
  return (
    <tr data-row data-delivery={id}>
      <td className="badge-cell">
        <DeliveryMark state={state} />
      </td>
      <td className="name-cell">
        <button type="button" className="link mono" data-row-open onClick={open}>
          {type}
        </button>
      </td>
      <td className="phone-cell">
        <time dateTime={createdAt} title={format.full(createdAt)}>
          {format.time(createdAt)}
        </time>
      </td>
      <td className="tries-cell" data-label={t('hooks.delivery.attempts')}>
        {format.number(attempts)}
      </td>
      <td className="answer-cell muted text">{answer.join(' · ')}</td>
      <td className="next-cell" data-label={nextAt ? t('hooks.delivery.next') : undefined}>
        {nextAt && (webhook.enabled ? <time title={format.full(nextAt)}>{format.time(nextAt)}</time> : t('hooks.held'))}
      </td>
      {!readOnly && (
        <td className="action-cell">
          <Resend webhook={webhook.id} delivery={id} name={`${type} ${id}`} disabled={!webhook.enabled} />
        </td>
      )}
    </tr>
  );
}
