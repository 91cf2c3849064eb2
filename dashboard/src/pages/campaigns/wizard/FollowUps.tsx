import { useState } from 'react';
import type { FollowUp } from '../../../api/types/campaigns';
import { useI18n } from '../../../i18n/I18n';
import { Button } from '../../../ui/Button';
import { Card } from '../../../ui/Card';
import { CheckBox, SelectField, TextArea, TextField } from '../../../ui/Field';
import { useDraft } from './draft';

const MOST = 5;
const HOURS_A_DAY = 24;

/** The whole hours of a duration such as PT48H. */
function hoursOf(after: string): number {
  const [, days, hours, minutes] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?.*)?$/.exec(after) ?? [];
  return Number(days ?? 0) * HOURS_A_DAY + Number(hours ?? 0) + Math.round(Number(minutes ?? 0) / 60);
}

/** What is sent later to those who do not answer, as a small timeline. */
export function FollowUps() {
  const { t } = useI18n();
  const { campaign, typed, save, hold } = useDraft();
  const [steps, setSteps] = useState(typed.followUps ?? campaign.followUps);
  const keep = (next: FollowUp[]) => {
    setSteps(next);
    const followUps = next.map(({ after, template, unlessReplied }) => ({ after, template, unlessReplied }));
    if (next.every(({ template }) => template.trim() !== '')) {
      save({ followUps });
    } else {
      hold({ followUps });
    }
  };
  return (
    <Card title={t('wizard.later.title')}>
      <ol className="later">
        <li className="later-step">
          <b>{t('wizard.later.first')}</b>
        </li>
        {steps.map((step, index) => (
          <LaterStep
            key={index}
            place={index + 1}
            step={step}
            onChange={(changed) => keep(steps.map((each, other) => (other === index ? changed : each)))}
            onRemove={() => keep(steps.filter((_, other) => other !== index))}
          />
        ))}
      </ol>
      {steps.length === 0 && <p className="muted">{t('wizard.later.none')}</p>}
      {steps.length < MOST && (
        <div className="row">
          <Button onClick={() => keep([...steps, { after: 'PT48H', template: '', unlessReplied: true }])}>
            {t('wizard.later.add')}
          </Button>
        </div>
      )}
    </Card>
  );
}

interface Props {
  place: number;
  step: FollowUp;
  onChange: (step: FollowUp) => void;
  onRemove: () => void;
}

function LaterStep({ place, step, onChange, onRemove }: Props) {
  const { t } = useI18n();
  const hours = hoursOf(step.after);
  const inDays = hours % HOURS_A_DAY === 0;
  const [unit, setUnit] = useState<'days' | 'hours'>(inDays ? 'days' : 'hours');
  const factor = unit === 'days' ? HOURS_A_DAY : 1;
  return (
    <li className="later-step stack">
      <div className="row spread">
        <b>{t('wizard.later.step', { place })}</b>
        <Button look="quiet" aria-label={t('wizard.later.remove', { place })} onClick={onRemove}>
          ✕
        </Button>
      </div>
      <div className="form-pair">
        <TextField
          label={t('wizard.later.after')}
          type="number"
          min={1}
          max={365}
          value={Math.max(1, Math.round(hours / factor))}
          onChange={(event) =>
            onChange({ ...step, after: `PT${Math.min(365 * 24, Math.max(1, Number(event.target.value)) * factor)}H` })
          }
        />
        <SelectField
          label={t('wizard.later.unit')}
          value={unit}
          onChange={(event) => {
            const chosen = event.target.value as 'days' | 'hours';
            setUnit(chosen);
            const count = Math.max(1, Math.round(hours / factor));
            onChange({ ...step, after: `PT${count * (chosen === 'days' ? HOURS_A_DAY : 1)}H` });
          }}
        >
          <option value="days">{t('wizard.later.days')}</option>
          <option value="hours">{t('wizard.later.hours')}</option>
        </SelectField>
      </div>
      <TextArea
        label={t('wizard.later.text', { place })}
        required
        rows={3}
        value={step.template}
        onChange={(event) => onChange({ ...step, template: event.target.value })}
      />
      <CheckBox
        label={t('wizard.later.unlessReplied')}
        checked={step.unlessReplied}
        onChange={(event) => onChange({ ...step, unlessReplied: event.target.checked })}
      />
    </li>
  );
}
