import { Link } from 'wouter';
import type { Campaign } from '../../api/types/campaigns';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { Note } from '../../ui/Notes';
import { remedyOf, toVerify } from './status';

interface Props {
  campaign: Campaign;
  /** How many are on their way out, and can be held back no more. */
  sending: number;
  onChange: () => void;
}

/** What a campaign's state means just now, and what sets it right. */
export function Standing({ campaign, sending, onChange }: Props) {
  const { t } = useI18n();
  const { status, statusReason } = campaign;
  switch (status) {
    case 'scheduled':
      return <Scheduled campaign={campaign} />;
    case 'paused':
      if (statusReason !== null) {
        return (
          <>
            <PausedItself campaign={campaign} reason={statusReason} onChange={onChange} />
            {sending > 0 && <Finishing count={sending} />}
          </>
        );
      }
      return sending > 0 ? <Finishing count={sending} /> : <Note>{t('campaign.paused.calm')}</Note>;
    case 'stopped':
      return (
        <Note>
          {sending > 0 && `${t('campaign.finishing', { count: sending })} `}
          {t('campaign.stopped.calm')}
        </Note>
      );
    case 'completed':
      return <Completed campaign={campaign} />;
    case 'draft':
    case 'failed':
    case 'running':
      return null;
  }
}

/** What has left already ends by itself; nothing follows it. */
function Finishing({ count }: { count: number }) {
  const { t } = useI18n();
  return (
    <div role="status" data-finishing={count}>
      <Note>{t('campaign.finishing', { count })}</Note>
    </div>
  );
}

function Scheduled({ campaign }: { campaign: Campaign }) {
  const { t, format } = useI18n();
  const { scheduledAt } = campaign;
  if (scheduledAt === null) {
    return null;
  }
  return (
    <Note>
      <span title={format.full(scheduledAt)}>
        {t('campaign.scheduled.for', { ...format.at(scheduledAt), count: campaign.counters.total })}
      </span>
    </Note>
  );
}

/** Why it stopped by itself, since when, what is watched meanwhile, and the one thing that helps. */
function PausedItself({ campaign, reason, onChange }: { campaign: Campaign; reason: string; onChange: () => void }) {
  const { t, has, format } = useI18n();
  const { session, pausedAt } = campaign;
  const key = `reason.${reason}`;
  const remedy = remedyOf(campaign);
  return (
    <div role="alert">
      <Note tone="warn">
        <span>
          {t('campaign.paused.why', { reason: has(key) ? t(key) : reason })}{' '}
          {pausedAt !== null && t('campaign.since', format.at(pausedAt))}{' '}
          {t(`campaign.paused.${remedy}`, { name: session?.name ?? '' })}
        </span>
        <span className="row">
          {remedy === 'relink' && session && (
            <Link href={`/numbers/${encodeURIComponent(session.id)}`} className="button button-primary">
              {t('attention.relink', { name: session.name })}
            </Link>
          )}
          {remedy === 'choose' || remedy === 'change' ? (
            <Button look="primary" onClick={onChange}>
              {t(remedy === 'choose' ? 'account.choose' : 'change.open')}
            </Button>
          ) : (
            <Button onClick={onChange}>{t('change.open')}</Button>
          )}
        </span>
      </Note>
    </div>
  );
}

/** What it came to, and whom nobody knows about. */
function Completed({ campaign }: { campaign: Campaign }) {
  const { t, format } = useI18n();
  const { counters, name, publicId } = campaign;
  const verify = toVerify(counters);
  return (
    <Note tone={verify > 0 ? 'warn' : 'calm'}>
      <span>
        {t('campaign.completed.sums', {
          sent: format.number(counters.sent),
          failed: format.number(counters.failed),
          skipped: format.number(counters.skipped),
          verify: format.number(verify),
          total: format.number(counters.total),
        })}{' '}
        {verify > 0 && t('attention.verify', { count: verify, name })}
      </span>
      {verify > 0 && (
        <Link href={`/queue?status=unconfirmed&campaign=${publicId}`} className="button">
          {t('attention.verify.do', { count: verify })}
        </Link>
      )}
    </Note>
  );
}
