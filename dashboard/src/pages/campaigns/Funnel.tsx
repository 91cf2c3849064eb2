import type { Campaign } from '../../api/types/campaigns';
import { useI18n } from '../../i18n/I18n';
import { Card } from '../../ui/Card';
import { PeopleLink } from './PeopleLink';
import { GROUP_WORDS, type Group } from './people';

/** How far messages came, each step with its share of the one before; each figure opens the people behind it. */
export function Funnel({ campaign }: { campaign: Campaign }) {
  const { t, format } = useI18n();
  const { total, sent, delivered, read, replied } = campaign.counters;
  const steps: [Group, number, number][] = [
    ['all', total, total],
    ['sent', sent, total],
    ['delivered', delivered, sent],
    ['read', read, delivered],
    ['replied', replied, read],
  ];
  return (
    <Card title={t('funnel.title')}>
      <table className="funnel">
        <tbody>
          {steps.map(([group, count, before]) => (
            <tr key={group} data-funnel={group}>
              <th scope="row">{t(GROUP_WORDS[group])}</th>
              <td className="funnel-bar">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                  <rect width="100" height="10" className="meter-ground" />
                  <rect
                    width={total === 0 ? 0 : Math.min(1, count / total) * 100}
                    height="10"
                    className={group === 'replied' ? 'seg-replied' : 'seg-sent'}
                  />
                </svg>
              </td>
              <td className="funnel-count">
                <PeopleLink group={group} count={count} />
              </td>
              <td className="funnel-count muted">
                {group === 'all' || before === 0 ? '' : format.percent(count, before)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">{t('funnel.note')}</p>
    </Card>
  );
}
