import { useState } from 'react';
import { useI18n } from '../../../i18n/I18n';
import { localTime, meaningOf } from '../../../i18n/localTime';
import { Card } from '../../../ui/Card';
import { TextField } from '../../../ui/Field';
import { Note } from '../../../ui/Notes';
import { useDraft } from './draft';
import { opensAfter, plannedStart, written } from './when';

const TOMORROW_MS = 24 * 3600 * 1000;
const MORNING = 'T09:00';
/** Years have four digits. */
const LAST_DAY = '9998-12-31T23:59';

function tomorrowMorning(zone: string): string {
  return localTime(Date.now() + TOMORROW_MS, zone).slice(0, 10) + MORNING;
}

/** At once, or at a time. */
export function WhenStep() {
  const { t, format } = useI18n();
  const zone = format.zone();
  const { campaign, typed, save } = useDraft();
  const [at, setAt] = useState(() => {
    const kept = plannedStart({ campaign, typed });
    return kept === null ? null : localTime(Date.parse(kept), zone);
  });
  const [opened] = useState(() => Date.now());
  const choose = (next: string | null) => {
    setAt(next);
    const chosen = next === null ? null : meaningOf(next, zone).at;
    // A time that does not exist cannot be kept: the one before stays.
    if (next === null || chosen !== null) {
      save({ plannedStart: { at: chosen === null ? null : written(chosen) } });
    }
  };
  const meaning = at === null ? null : meaningOf(at, zone);
  const past = meaning?.at != null && meaning.at < opened;
  const opens = meaning?.at == null ? null : opensAfter(meaning.at, campaign.businessHours);
  return (
    <Card title={t('wizard.when.title')}>
      <div className="stack" role="radiogroup" aria-label={t('wizard.when.title')}>
        <label className={at === null ? 'choice choice-chosen' : 'choice'}>
          <span className="row">
            <input type="radio" name="when" checked={at === null} onChange={() => choose(null)} />
            <b>{t('wizard.when.now')}</b>
          </span>
          <span className="muted">{t('wizard.when.now.text')}</span>
        </label>
        <label className={at === null ? 'choice' : 'choice choice-chosen'}>
          <span className="row">
            <input type="radio" name="when" checked={at !== null} onChange={() => choose(tomorrowMorning(zone))} />
            <b>{t('wizard.when.later')}</b>
          </span>
          <span className="muted">{t('wizard.when.later.text')}</span>
        </label>
      </div>
      {at !== null && (
        <TextField
          label={t('wizard.when.at')}
          type="datetime-local"
          required
          value={at}
          error={past ? t('wizard.when.past') : meaning?.at === null ? t('wizard.when.none') : undefined}
          hint={`${t('wizard.zone', { zone })}. ${t('wizard.when.kept')}`}
          max={LAST_DAY}
          onChange={(event) => event.target.value !== '' && choose(event.target.value)}
        />
      )}
      {meaning?.twice === true && <Note tone="warn">{t('wizard.when.twice')}</Note>}
      {opens !== null && <Note tone="warn">{t('wizard.check.noHours', format.at(opens))}</Note>}
    </Card>
  );
}
