import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { perform } from '../../api/deed';
import { changeNumber } from '../../api/deeds';
import type { Session } from '../../api/types/sessions';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { CurlButton } from '../../ui/Curl';
import { CheckBox, TextField } from '../../ui/Field';
import { ErrorNote } from '../../ui/Notes';
import { NO_LIMIT } from '../../i18n/formats';

/** An empty field stands for no limit. */
function asTyped(limit: number): string {
  return limit < NO_LIMIT ? String(limit) : '';
}

function limitOf(typed: string): number {
  return typed === '' ? NO_LIMIT : Number(typed);
}

/** What may be set about a number. */
export function Limits({ session }: { session: Session }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [form, setForm] = useState({
    name: session.name,
    hourlyLimit: asTyped(session.hourlyLimit),
    dailyLimit: asTyped(session.dailyLimit),
    ownNumber: session.ownNumber ?? '',
    typingSimulation: session.typingSimulation,
  });
  const deed = changeNumber(session.id, {
    name: form.name,
    hourlyLimit: limitOf(form.hourlyLimit),
    dailyLimit: limitOf(form.dailyLimit),
    typingSimulation: form.typingSimulation,
    ...(form.ownNumber.trim() === '' ? {} : { ownNumber: form.ownNumber }),
  });
  const save = useMutation({
    mutationFn: () => perform(deed),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const set = (name: keyof typeof form) => (event: { target: { value: string } }) =>
    setForm({ ...form, [name]: event.target.value });
  return (
    <Card title={t('limits.title')}>
      <form className="stack" onSubmit={submit}>
        <TextField label={t('connect.name')} required maxLength={80} value={form.name} onChange={set('name')} />
        <div className="form-grid">
          <TextField
            label={t('limits.hour')}
            hint={t('limits.none')}
            max={NO_LIMIT}
            type="number"
            inputMode="numeric"
            min={1}
            value={form.hourlyLimit}
            onChange={set('hourlyLimit')}
          />
          <TextField
            label={t('limits.day')}
            hint={t('limits.none')}
            max={NO_LIMIT}
            type="number"
            inputMode="numeric"
            min={1}
            value={form.dailyLimit}
            onChange={set('dailyLimit')}
          />
        </div>
        <TextField
          label={t('limits.own')}
          hint={t('limits.own.hint')}
          type="tel"
          autoComplete="tel"
          value={form.ownNumber}
          onChange={set('ownNumber')}
        />
        <CheckBox
          label={t('limits.typing')}
          checked={form.typingSimulation}
          onChange={(event) => setForm({ ...form, typingSimulation: event.target.checked })}
        />
        {save.error && <ErrorNote error={save.error} />}
        <div className="row">
          <Button type="submit" busy={save.isPending}>
            {t('save')}
          </Button>
          <CurlButton deed={deed} />
          <span role="status" className="muted">
            {save.isSuccess && t('saved')}
          </span>
        </div>
      </form>
    </Card>
  );
}
