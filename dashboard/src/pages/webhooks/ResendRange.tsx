import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { perform } from '../../api/deed';
import { resendRange, webhooksQuery, type Webhook } from '../../api/webhooks';
import { useI18n } from '../../i18n/I18n';
import { localTime, meaningOf } from '../../i18n/localTime';
import { Button } from '../../ui/Button';
import { CurlButton } from '../../ui/Curl';
import { Dialog } from '../../ui/Dialog';
import { SelectField, TextField } from '../../ui/Field';
import { ErrorNote, Note } from '../../ui/Notes';

const STATES = ['failed', 'missed', 'delivered'] as const;
const DAY_MS = 86_400_000;
/** What was delivered this very minute is in it too. */
const MINUTE_MS = 60_000;

/** Sends all of a range of time again. */
export function ResendRange({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t, format } = useI18n();
  const zone = format.zone();
  const queries = useQueryClient();
  const [opened] = useState(() => Date.now());
  const [from, setFrom] = useState(localTime(opened - DAY_MS, zone));
  const [to, setTo] = useState(localTime(opened + MINUTE_MS, zone));
  const [state, setState] = useState<string>('failed');
  // Where the last answer left off; another range begins at its beginning.
  const [next, setNext] = useState<string | null>(null);
  const choose = (set: (value: string) => void) => (event: { target: { value: string } }) => {
    set(event.target.value);
    setNext(null);
  };
  const moment = (text: string) => {
    const { at } = meaningOf(text, zone);
    return at === null ? '' : new Date(at).toISOString();
  };
  const deed = resendRange(webhook.id, { from: next ?? moment(from), to: moment(to), state });
  const resend = useMutation({
    mutationFn: () => perform(deed),
    onSuccess: (answer) => {
      setNext(answer.next);
      return Promise.all(
        [['deliveries', webhook.id], webhooksQuery.queryKey].map((queryKey) => queries.invalidateQueries({ queryKey })),
      );
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    resend.mutate();
  };
  return (
    <Dialog title={t('hooks.range.title')} about={t('hooks.range.about')} open onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <SelectField label={t('hooks.range.which')} value={state} onChange={choose(setState)}>
          {STATES.map((each) => (
            <option key={each} value={each}>
              {t(`hooks.range.${each}`)}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t('hooks.range.from')}
          type="datetime-local"
          required
          value={from}
          onChange={choose(setFrom)}
        />
        <TextField
          label={t('hooks.range.to')}
          type="datetime-local"
          required
          hint={t('wizard.zone', { zone })}
          value={to}
          onChange={choose(setTo)}
        />
        {resend.data && (
          <div role="status">
            <Note>
              {t('hooks.range.done', { count: resend.data.replayed })} {resend.data.more && t('hooks.range.more')}
            </Note>
          </div>
        )}
        {resend.error && <ErrorNote error={resend.error} />}
        <div className="dialog-actions">
          <CurlButton deed={deed} />
          <Button onClick={onClose}>{t('close')}</Button>
          <Button type="submit" look="primary" busy={resend.isPending}>
            {t('hooks.resend')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
