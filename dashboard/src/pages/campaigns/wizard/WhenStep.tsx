import { useState } from 'react';
import { useI18n } from '../../../i18n/I18n';
import { Card } from '../../../ui/Card';
import { TextField } from '../../../ui/Field';
import { useDraft } from './draft';
import { localTime, rememberedStart, rememberStart } from './when';

const TOMORROW_MS = 24 * 3600 * 1000;
const MORNING = 9;

function tomorrowMorning(): string {
  const date = new Date(Date.now() + TOMORROW_MS);
  date.setHours(MORNING, 0, 0, 0);
  return localTime(date);
}

/** At once, or at a time. */
export function WhenStep() {
  const { t } = useI18n();
  const { campaign } = useDraft();
  const [at, setAt] = useState(() => rememberedStart(campaign.publicId));
  const [opened] = useState(() => Date.now());
  const choose = (next: string | null) => {
    setAt(next);
    rememberStart(campaign.publicId, next);
  };
  const past = at !== null && Date.parse(at) < opened;
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
            <input type="radio" name="when" checked={at !== null} onChange={() => choose(tomorrowMorning())} />
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
          error={past ? t('wizard.when.past') : undefined}
          hint={t('wizard.zone', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
          onChange={(event) => event.target.value !== '' && choose(event.target.value)}
        />
      )}
    </Card>
  );
}
