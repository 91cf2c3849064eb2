import { Link } from 'wouter';
import type { Campaign } from '../../api/types';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { Note } from '../../ui/Notes';
import { toVerify } from './status';

/** What a campaign's state means just now, and what sets it right. */
export function Standing({ campaign, active, onChange }: { campaign: Campaign; active: number; onChange: () => void }) {
  const { t, has, format } = useI18n();
  const { status, statusReason, session, counters } = campaign;
  if (status === 'paused' && statusReason !== null) {
    const key = `reason.${statusReason}`;
    return (
      <div role="alert">
        <Note tone="warn">
          <span>
            {t('campaign.paused.why', { reason: has(key) ? t(key) : statusReason })}{' '}
            {campaign.pausedAt !== null && t('campaign.since', { time: format.time(campaign.pausedAt) })}
          </span>
          <span className="row">
            {session && (
              <Link href={`/numbers/${encodeURIComponent(session.id)}`} className="button">
                {t('attention.relink', { name: session.name })}
              </Link>
            )}
            <Button onClick={onChange}>{t('change.open')}</Button>
          </span>
        </Note>
      </div>
    );
  }
  if (status === 'paused') {
    return <Note>{active > 0 ? t('campaign.pausing', { count: active }) : t('campaign.paused.calm')}</Note>;
  }
  if (status === 'stopped') {
    return <Note>{t('campaign.stopped.calm')}</Note>;
  }
  const verify = toVerify(counters);
  if (status === 'completed' && verify > 0) {
    return (
      <Note tone="warn">
        <span>{t('attention.verify', { count: verify, name: campaign.name })}</span>
        <Link href={`/queue?status=unconfirmed&campaign=${campaign.publicId}`} className="button">
          {t('attention.verify.do', { count: verify })}
        </Link>
      </Note>
    );
  }
  return null;
}
