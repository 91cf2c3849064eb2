import { Link } from 'wouter';
import type { Campaign } from '../../api/types';
import { useI18n } from '../../i18n/I18n';
import { StateMark } from '../../ui/Badge';
import '../numbers/numbers.css';
import { SessionMark } from '../numbers/SessionMark';
import './campaigns.css';
import { Finish, ProgressBar, segmentsOf } from './Progress';
import { handled, toneOf } from './status';

export function CampaignCard({ campaign }: { campaign: Campaign }) {
  const { t, format } = useI18n();
  const { counters, session } = campaign;
  return (
    <li data-row className={campaign.simulated ? 'card campaign-card simulated' : 'card campaign-card'}>
      <div className="row spread">
        <Link href={`/campaigns/${campaign.publicId}`} data-row-open className="campaign-link text">
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
      {session ? (
        <div className="row spread">
          <span className="text">
            <bdi>{session.name}</bdi> <span className="mono muted">{session.number}</span>
          </span>
          <SessionMark state={session.state} />
        </div>
      ) : (
        <p className="muted">{t('campaign.noNumber')}</p>
      )}
      <Finish campaign={campaign} />
    </li>
  );
}
