import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useLocation } from 'wouter';
import { call } from '../../../api/client';
import { campaignQuery, sessionsQuery } from '../../../api/queries';
import type { Campaign } from '../../../api/types';
import { useI18n } from '../../../i18n/I18n';
import { Button } from '../../../ui/Button';
import { Card } from '../../../ui/Card';
import { CheckBox, SelectField, TextArea, TextField } from '../../../ui/Field';
import { ErrorNote } from '../../../ui/Notes';

/** What is written, from which number, and in which hours. */
export function TextStep({ draft }: { draft: Campaign | undefined }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const sessions = useQuery(sessionsQuery);
  const [form, setForm] = useState({
    name: draft?.name ?? '',
    sessionId: draft?.sessionId ?? '',
    template: draft?.template ?? t('new.template'),
    hours: draft?.businessHours.enabled ?? true,
  });
  const sessionId = form.sessionId === '' ? (sessions.data?.[0]?.id ?? '') : form.sessionId;
  const save = useMutation({
    mutationFn: () => {
      const content = { name: form.name, template: form.template, businessHours: { enabled: form.hours } };
      return draft
        ? call<Campaign>('PATCH', `/api/v1/campaigns/${draft.publicId}`, content)
        : call<Campaign>('POST', '/api/v1/campaigns', { ...content, sessionId });
    },
    onSuccess: (campaign) => {
      queries.setQueryData(campaignQuery(campaign.publicId).queryKey, campaign);
      go(`/campaigns/new/people?c=${campaign.publicId}`);
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Card className="wizard-card">
      <form className="stack" onSubmit={submit}>
        <TextField
          label={t('new.name')}
          required
          maxLength={120}
          value={form.name}
          onChange={(event) => setForm({ ...form, name: event.target.value })}
        />
        <SelectField
          label={t('new.number')}
          value={sessionId}
          disabled={draft !== undefined}
          hint={draft ? t('new.number.fixed') : undefined}
          required
          onChange={(event) => setForm({ ...form, sessionId: event.target.value })}
        >
          {sessions.data?.map((session) => (
            <option key={session.id} value={session.id}>
              {session.name} ({session.phoneNumber ?? t('numbers.noNumber')}) – {t(`session.${session.state}`)}
            </option>
          ))}
        </SelectField>
        <TextArea
          label={t('new.text')}
          hint={t('new.text.hint')}
          required
          rows={6}
          value={form.template}
          onChange={(event) => setForm({ ...form, template: event.target.value })}
        />
        <CheckBox
          label={t('new.hours')}
          checked={form.hours}
          onChange={(event) => setForm({ ...form, hours: event.target.checked })}
        />
        {(save.error ?? sessions.error) && <ErrorNote error={save.error ?? sessions.error} />}
        <div className="row">
          <Button type="submit" look="primary" busy={save.isPending} disabled={sessionId === ''}>
            {t('new.next.people')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
