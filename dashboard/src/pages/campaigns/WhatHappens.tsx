import type { Campaign, Outlook } from '../../api/types/campaigns';
import type { Session } from '../../api/types/sessions';
import { useI18n } from '../../i18n/I18n';
import { Card } from '../../ui/Card';
import { toVerify } from './status';

/** What a change of number would do, in figures of this moment. */
export function WhatHappens({ campaign, outlook, target }: { campaign: Campaign; outlook: Outlook; target: Session }) {
  const { t, format } = useI18n();
  const { counters } = campaign;
  const verify = toVerify(counters);
  const number = target.international ?? target.name;
  return (
    <Card title={t('change.what')}>
      <ol className="change-list" data-would-move={outlook.wouldMove}>
        <li data-fact="sent">{t('change.what.sent', { count: counters.sent })}</li>
        {outlook.inFlight > 0 && <li data-fact="busy">{t('change.what.busy', { count: outlook.inFlight })}</li>}
        <li data-fact="move">{t('change.what.move', { count: outlook.wouldMove, number })}</li>
        {outlook.followUps > 0 && (
          <li data-fact="followUps">{t('change.what.followUps', { count: outlook.followUps })}</li>
        )}
        <li>{t('change.what.replies')}</li>
        <li data-fact="limits">
          {t('change.what.limits', {
            today: format.number(target.usage.today),
            day: format.limit(target.dailyLimit),
            used: format.number(target.usage.lastHour),
            hour: format.limit(target.hourlyLimit),
          })}
          {outlook.newFinish && ` ${t('change.what.finish', { time: format.time(outlook.newFinish) })}`}
        </li>
        {verify > 0 && <li data-fact="verify">{t('change.what.verify', { count: verify })}</li>}
        <li data-fact="status">{t('change.what.status', { status: t(`campaign.${campaign.status}`) })}</li>
      </ol>
    </Card>
  );
}
