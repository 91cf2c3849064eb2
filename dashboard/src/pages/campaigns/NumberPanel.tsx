import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { sessionsQuery } from '../../api/queries';
import type { Campaign } from '../../api/types/campaigns';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { AccountFacts, AccountHead, LimitMeters } from '../numbers/Account';
import { isOpen } from './status';

/** The number a campaign is sent from, and what it may still send. */
export function NumberPanel({ campaign, onChange }: { campaign: Campaign; onChange: () => void }) {
  const { t, format } = useI18n();
  const sessions = useQuery(sessionsQuery);
  const session = sessions.data?.find(({ id }) => id === campaign.sessionId);
  if (campaign.sessionId === null) {
    return (
      <Card title={t('campaign.number')}>
        <p>{t('account.none')}</p>
        {isOpen(campaign) && (
          <div className="row">
            <Button onClick={onChange}>{t('account.choose')}</Button>
          </div>
        )}
      </Card>
    );
  }
  return (
    <Card className={campaign.simulated ? 'simulated' : ''}>
      {session ? (
        <>
          <AccountHead session={session}>
            <Link href={`/numbers/${encodeURIComponent(session.id)}`} className="number-link text">
              {session.name}
            </Link>
          </AccountHead>
          <LimitMeters session={session} />
          <AccountFacts session={session} />
          {session.restriction && (
            <p className="muted">{t('number.restricted', { until: format.full(session.restriction.until) })}</p>
          )}
        </>
      ) : (
        <p className="text">{campaign.session?.name}</p>
      )}
    </Card>
  );
}
