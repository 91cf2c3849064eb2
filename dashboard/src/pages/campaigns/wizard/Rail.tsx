import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionsQuery } from '../../../api/queries';
import type { Hours } from '../../../api/types/campaigns';
import type { Forecast } from '../../../api/types/drafts';
import type { Session } from '../../../api/types/sessions';
import { useI18n } from '../../../i18n/I18n';
import { errorText } from '../../../ui/Notes';
import { TextField } from '../../../ui/Field';
import { NO_LIMIT } from '../../../i18n/formats';
import { named } from '../../numbers/named';
import { forecastQuery, useDraft } from './draft';
import { profileOf } from './profiles';
import { isEmpty } from './typed';
import { plannedStart } from './when';

const HOURS_A_DAY = 24;

/** The draft in a few words: to whom, from where, and honestly how long. */
export function Rail() {
  const { t } = useI18n();
  const { campaign, typed, save, hold } = useDraft();
  const [name, setName] = useState(typed.name ?? campaign.name);
  return (
    <aside className="wizard-rail card" aria-label={t('wizard.rail')}>
      <TextField
        label={t('new.name')}
        maxLength={120}
        required
        value={name}
        error={name.trim() === '' ? t('wizard.name.missing') : undefined}
        onChange={(event) => {
          const next = event.target.value;
          setName(next);
          if (next.trim() === '') {
            hold({ name: next });
          } else {
            save({ name: next });
          }
        }}
      />
      <dl className="rail-facts">
        <dt>{t('wizard.step.who')}</dt>
        <dd>{t('new.people', { count: campaign.recipients })}</dd>
        <dt>{t('wizard.step.what')}</dt>
        <dd className="text rail-text">{campaign.template ?? '–'}</dd>
        <dt>{t('wizard.step.from')}</dt>
        <dd className="text">{campaign.session ? named(campaign.session) : '–'}</dd>
      </dl>
      <Sentence />
      <Kept />
    </aside>
  );
}

/** Whether all that was typed is on the server. */
function Kept() {
  const { t } = useI18n();
  const { typed, saving, error } = useDraft();
  if (error) {
    return (
      <p className="field-error" role="status">
        {t('wizard.notSaved', { why: errorText(error, t) })}
      </p>
    );
  }
  return (
    <p className="muted" role="status">
      {t(saving ? 'wizard.saving' : isEmpty(typed) ? 'wizard.saved' : 'unsaved.mark')}
    </p>
  );
}

/** What the number's limits let through in a day of these hours. */
function mostADay({ hourlyLimit, dailyLimit }: Session, { enabled, startHour, endHour }: Hours): number {
  return Math.min(dailyLimit, hourlyLimit * (enabled ? endHour - startHour : HOURS_A_DAY));
}

/** Arithmetic before the start, not after: with this number, and with more of them. */
function Sentence() {
  const { t, format } = useI18n();
  const draft = useDraft();
  const { campaign } = draft;
  const sessions = useQuery(sessionsQuery);
  const forecast = useQuery({
    ...forecastQuery(campaign.publicId, plannedStart(draft)),
    enabled: campaign.sessionId !== null,
  });
  if (campaign.recipients === 0 || !forecast.data) {
    return <p className="muted">{t('wizard.forecast.later')}</p>;
  }
  const profile = t(`wizard.pace.${profileOf(campaign)}`);
  const session = sessions.data?.find(({ id }) => id === campaign.sessionId);
  const most = session ? mostADay(session, campaign.businessHours) : NO_LIMIT;
  const pace = most < NO_LIMIT ? most : null;
  return (
    <p className="rail-sentence">
      <b>{pace === null ? `${profile}.` : t('wizard.pace.perDay', { pace: profile, count: format.number(pace) })}</b>{' '}
      <Finish forecast={forecast.data} />
    </p>
  );
}

export function Finish({ forecast }: { forecast: Forecast }) {
  const { t, format } = useI18n();
  const alone = forecast.finishes.find(({ numbers }) => numbers === 1);
  const three = forecast.finishes.find(({ numbers }) => numbers === 3);
  if (!alone || alone.at === null || alone.days === null) {
    return t('wizard.forecast.never');
  }
  return (
    <>
      {alone.days <= 2
        ? t('wizard.forecast.today', { time: format.time(alone.at) })
        : t('wizard.forecast.days', { count: alone.days })}{' '}
      {alone.days > 2 &&
        three?.days &&
        three.days < alone.days &&
        t('wizard.forecast.more', { numbers: 3, count: three.days })}
    </>
  );
}
