import type { Campaign } from '../../api/types';
import { useI18n } from '../../i18n/I18n';
import type { TextKey } from '../../i18n/languages';
import { Card } from '../../ui/Card';

/** How far messages came, each step with its share of the one before. */
export function Funnel({ campaign }: { campaign: Campaign }) {
  const { t, format } = useI18n();
  const { total, sent, delivered, read } = campaign.counters;
  const steps: [TextKey, number, number][] = [
    ['funnel.all', total, total],
    ['count.sent', sent, total],
    ['count.delivered', delivered, sent],
    ['count.read', read, delivered],
  ];
  return (
    <Card title={t('funnel.title')}>
      <table className="funnel">
        <tbody>
          {steps.map(([key, count, before]) => (
            <tr key={key}>
              <th scope="row">{t(key)}</th>
              <td className="funnel-bar">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                  <rect width="100" height="10" className="meter-ground" />
                  <rect width={total === 0 ? 0 : (count / total) * 100} height="10" className="seg-sent" />
                </svg>
              </td>
              <td className="funnel-count">
                <b>{format.number(count)}</b>
              </td>
              <td className="funnel-count muted">{key === 'funnel.all' ? '' : format.percent(count, before)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
