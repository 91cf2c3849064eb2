import { Link } from 'wouter';
import type { Campaign } from '../../api/types/campaigns';
import type { Session } from '../../api/types/sessions';
import { useI18n } from '../../i18n/I18n';
import { StateMark } from '../../ui/Badge';
import { MainAction } from './MainAction';
import { Finish } from './Progress';
import { handled, toneOf } from './status';

/** The same as the cards, one line each. */
export function CampaignTable({
  campaigns,
  sessions,
}: {
  campaigns: readonly Campaign[];
  sessions: ReadonlyMap<string, Session>;
}) {
  const { t, format } = useI18n();
  return (
    <div className="campaign-table-frame">
      <table className="campaign-table">
        <thead>
          <tr>
            <th scope="col">{t('campaigns.column.name')}</th>
            <th scope="col">{t('message.state')}</th>
            <th scope="col" className="figure">
              {t('campaigns.column.done')}
            </th>
            <th scope="col" className="figure">
              {t('count.failed')}
            </th>
            <th scope="col" className="figure">
              {t('count.replied')}
            </th>
            <th scope="col">{t('message.from')}</th>
            <th scope="col">{t('campaigns.column.finish')}</th>
            <th scope="col">{t('message.actions')}</th>
          </tr>
        </thead>
        <tbody>
          {campaigns.map((campaign) => (
            <tr key={campaign.publicId} data-row data-campaign={campaign.publicId}>
              <th scope="row">
                <Link href={`/campaigns/${campaign.publicId}`} data-row-open className="text">
                  {campaign.name}
                </Link>
              </th>
              <td>
                <StateMark tone={toneOf(campaign.status)}>{t(`campaign.${campaign.status}`)}</StateMark>
              </td>
              <td className="figure">
                {format.number(handled(campaign.counters))} / {format.number(campaign.counters.total)}
              </td>
              <td className="figure">{format.number(campaign.counters.failed)}</td>
              <td className="figure">{format.number(campaign.counters.replied)}</td>
              <td className="text">{sessions.get(campaign.sessionId ?? '')?.name ?? t('account.none')}</td>
              <td>
                <Finish campaign={campaign} />
              </td>
              <td>
                <MainAction campaign={campaign} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
