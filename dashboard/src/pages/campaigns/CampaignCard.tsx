import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { sessionsQuery } from '../../api/queries';
import type { Campaign } from '../../api/types/campaigns';
import { useI18n } from '../../i18n/I18n';
import { StateMark } from '../../ui/Badge';
import { AccountFacts, AccountHead } from '../numbers/Account';
import '../numbers/numbers.css';
import './campaigns.css';
import { MainAction } from './MainAction';
import { Finish, ProgressBar, segmentsOf } from './Progress';
import { handled, isOpen, toneOf } from './status';

/** A campaign with the account that it is sent from. */
export function CampaignCard({ campaign }: { campaign: Campaign }) {
  const { t, format } = useI18n();
  const sessions = useQuery(sessionsQuery);
  const session = sessions.data?.find(({ id }) => id === campaign.sessionId);
  const { counters, publicId } = campaign;
  return (
    <li
      data-row
      data-campaign={publicId}
      className={campaign.simulated ? 'card campaign-card simulated' : 'card campaign-card'}
    >
      <div className="row spread">
        <Link href={`/campaigns/${publicId}`} data-row-open className="campaign-link text">
          {campaign.name}
        </Link>
        <StateMark tone={toneOf(campaign.status)}>{t(`campaign.${campaign.status}`)}</StateMark>
      </div>
      <ProgressBar segments={segmentsOf(campaign, 0)} total={counters.total} />
      <p>
        <b>
          {format.number(handled(counters))} / {format.number(counters.total)}
        </b>{' '}
        <span className="muted">{format.percent(handled(counters), counters.total)}</span>
      </p>
      <Finish campaign={campaign} />
      <div className="card-account">
        {session ? (
          <>
            <AccountHead session={session}>
              <span className="text">
                <b>{session.name}</b>
              </span>
            </AccountHead>
            <AccountFacts session={session} />
          </>
        ) : (
          <p className="row spread">
            <span className="muted">{t('account.none')}</span>
            {isOpen(campaign) && campaign.status !== 'paused' && (
              <Link href={`/campaigns/${publicId}?change=1`} className="button">
                {t('account.choose')}
              </Link>
            )}
          </p>
        )}
      </div>
      <MainAction campaign={campaign} />
    </li>
  );
}
