import { Link, useSearchParams } from 'wouter';
import type { LiveEvent } from '../../api/types/events';
import { useI18n } from '../../i18n/I18n';
import { BADGES, type BadgeName } from '../../live/badges';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';

/** One event: when, what, about whom, and what else is known of it. */
export function EventRow({ event, campaignName }: { event: LiveEvent; campaignName: string | undefined }) {
  const { t, has, format } = useI18n();
  const { reason, attempt, nextAt } = event;
  const why = `reason.${reason ?? ''}`;
  const words = [
    reason === null || reason === 'new' ? '' : has(why) ? t(why) : reason,
    attempt === null ? '' : t('message.attempt', { number: attempt }),
    nextAt === null ? '' : t('wait.next', { time: format.time(nextAt) }),
  ].filter((each) => each !== '');
  return (
    <tr data-event={event.id}>
      <td className="log-at">
        <time dateTime={event.at} title={format.full(event.at)}>
          {format.clock(event.at)}
        </time>
      </td>
      <td className="log-what">
        <What event={event} />
      </td>
      <td className="log-about">
        <About event={event} campaignName={campaignName} />
      </td>
      <td className="log-more muted text">{words.join(' · ')}</td>
    </tr>
  );
}

function What({ event: { type, phase } }: { event: LiveEvent }) {
  const { t, has } = useI18n();
  if (type === 'message' && phase in BADGES) {
    return <Badge name={phase as BadgeName} />;
  }
  const keys = [`event.${type}.${phase}`, `phase.${phase}`, `${type}.${phase}`];
  const key = keys.find(has);
  return <>{key && has(key) ? t(key) : phase}</>;
}

function About({ event, campaignName }: { event: LiveEvent; campaignName: string | undefined }) {
  const { t } = useI18n();
  const [, setSearch] = useSearchParams();
  const { messageId, campaignId, sessionId } = event;
  const open = (id: number) =>
    setSearch((now) => {
      now.set('m', String(id));
      return now;
    });
  return (
    <span className="row">
      {messageId !== null && (
        <Button look="quiet" onClick={() => open(messageId)}>
          {t('message.title', { id: messageId })}
        </Button>
      )}
      {campaignId !== null && (
        <Link href={`/campaigns/${campaignId}`} className="text">
          {campaignName ?? t('queue.campaign')}
        </Link>
      )}
      {sessionId !== null && (
        <Link href={`/numbers/${encodeURIComponent(sessionId)}`} className="text">
          {sessionId}
        </Link>
      )}
      {event.type === 'contact' && <span>{t('log.someone')}</span>}
    </span>
  );
}
