import { useState } from 'react';
import type { DelayRange } from '../../../api/types/campaigns';
import { useI18n } from '../../../i18n/I18n';
import { Card } from '../../../ui/Card';
import { CheckBox, TextField } from '../../../ui/Field';
import { useDraft } from './draft';
import { useNeedsPacing } from './pacing';
import { PROFILES, profileOf, type Pace, type ProfileName } from './profiles';

const PACED: readonly ProfileName[] = ['careful', 'normal', 'own'];
const NAMES: readonly ProfileName[] = ['full', ...PACED];

/** How fast: a profile, or pauses and hours of one's own. */
export function Pacing() {
  const { t, format } = useI18n();
  const { campaign, save } = useDraft();
  const [name, setName] = useState<ProfileName>(() => profileOf(campaign));
  const [pace, setPace] = useState<Pace>(campaign);
  const needsPacing = useNeedsPacing()(campaign.sessionId);
  const names = needsPacing && name !== 'full' ? PACED : NAMES;
  const { timeZone } = campaign.businessHours;
  const keep = (next: Pace) => {
    setPace(next);
    save({
      messageDelay: next.messageDelay,
      contactDelay: next.contactDelay,
      businessHours: { ...next.businessHours, timeZone },
    });
  };
  const choose = (next: ProfileName) => {
    setName(next);
    if (next !== 'own') {
      keep(PROFILES[next]);
    }
  };
  const range = ({ min, max }: DelayRange) =>
    t('wizard.pace.range', { from: format.number(min / 1000), to: format.number(max / 1000) });
  return (
    <Card title={t('wizard.pace.title')}>
      <div className="paces" role="radiogroup" aria-label={t('wizard.pace.title')}>
        {names.map((each) => (
          <label key={each} className={each === name ? 'choice choice-chosen' : 'choice'}>
            <span className="row">
              <input type="radio" name="pace" checked={each === name} onChange={() => choose(each)} />
              <b>{t(`wizard.pace.${each}`)}</b>
            </span>
            <span className="muted">
              {each === 'own' || each === 'full'
                ? t(`wizard.pace.${each}.text`)
                : t('wizard.pace.text', { range: range(PROFILES[each].messageDelay) })}
            </span>
          </label>
        ))}
      </div>
      {name === 'own' && <Own pace={pace} keep={keep} />}
      <p className="muted">{t('wizard.pace.limits')}</p>
      <p className="muted">{t('wizard.zone', { zone: timeZone })}</p>
    </Card>
  );
}

function Own({ pace, keep }: { pace: Pace; keep: (pace: Pace) => void }) {
  const { t } = useI18n();
  const { businessHours: hours } = pace;
  const hour = (value: string) => Math.min(24, Math.max(0, Number(value)));
  return (
    <div className="stack">
      <Gap
        label={t('wizard.pace.message')}
        value={pace.messageDelay}
        onChange={(messageDelay) => keep({ ...pace, messageDelay })}
      />
      <Gap
        label={t('wizard.pace.contact')}
        value={pace.contactDelay}
        onChange={(contactDelay) => keep({ ...pace, contactDelay })}
      />
      <CheckBox
        label={t('wizard.hours')}
        checked={hours.enabled}
        onChange={(event) => keep({ ...pace, businessHours: { ...hours, enabled: event.target.checked } })}
      />
      {hours.enabled && (
        <div className="form-pair">
          <TextField
            label={t('wizard.hours.from')}
            type="number"
            min={0}
            max={23}
            value={hours.startHour}
            onChange={(event) =>
              keep({
                ...pace,
                businessHours: { ...hours, startHour: Math.min(hours.endHour - 1, hour(event.target.value)) },
              })
            }
          />
          <TextField
            label={t('wizard.hours.to')}
            type="number"
            min={1}
            max={24}
            value={hours.endHour}
            onChange={(event) =>
              keep({
                ...pace,
                businessHours: { ...hours, endHour: Math.max(hours.startHour + 1, hour(event.target.value)) },
              })
            }
          />
        </div>
      )}
    </div>
  );
}

function Gap({ label, value, onChange }: { label: string; value: DelayRange; onChange: (value: DelayRange) => void }) {
  const { t } = useI18n();
  const seconds = (text: string) => Math.max(0, Math.round(Number(text) * 1000));
  return (
    <fieldset className="gap">
      <legend>{label}</legend>
      <div className="form-pair">
        <TextField
          label={t('wizard.pace.min')}
          type="number"
          min={0}
          value={value.min / 1000}
          onChange={(event) => {
            const min = seconds(event.target.value);
            onChange({ min, max: Math.max(min, value.max) });
          }}
        />
        <TextField
          label={t('wizard.pace.max')}
          type="number"
          min={0}
          value={value.max / 1000}
          onChange={(event) => {
            const max = seconds(event.target.value);
            onChange({ min: Math.min(max, value.min), max });
          }}
        />
      </div>
    </fieldset>
  );
}
