import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { perform } from '../../api/deed';
import { addOptOut, liftOptOut } from '../../api/deeds';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { CurlButton } from '../../ui/Curl';
import { TextField } from '../../ui/Field';
import { ErrorNote, Note } from '../../ui/Notes';

/** Nobody writes to this person any more. */
export function OptOutNow({ phone }: { phone: string }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const deed = addOptOut(phone);
  const act = useMutation({
    mutationFn: () => perform(deed),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['contacts'] }),
  });
  return (
    <>
      <div className="row">
        <Button busy={act.isPending} onClick={() => act.mutate()}>
          {t('optout.now')}
        </Button>
        <CurlButton deed={deed} />
      </div>
      {act.error && <ErrorNote error={act.error} />}
    </>
  );
}

/** Lets messages through again; why is asked for and written down. */
export function LiftOptOut({ phone, onDone }: { phone: string; onDone?: () => void }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(onDone !== undefined);
  const [reason, setReason] = useState('');
  const deed = liftOptOut(phone, reason);
  const act = useMutation({
    mutationFn: () => perform(deed),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['contacts'] });
      onDone?.();
    },
  });
  if (!asking) {
    return (
      <div className="row">
        <Button onClick={() => setAsking(true)}>{t('optout.lift.open')}</Button>
      </div>
    );
  }
  return (
    <form
      className="stack"
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        act.mutate();
      }}
    >
      <Note tone="warn">{t('optout.lift.about')}</Note>
      <TextField
        label={t('optout.lift.reason')}
        hint={t('optout.lift.reason.hint')}
        required
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {act.error && <ErrorNote error={act.error} />}
      <div className="dialog-actions">
        <CurlButton deed={deed} />
        <Button onClick={() => (onDone ? onDone() : setAsking(false))}>{t('cancel')}</Button>
        <Button type="submit" look="danger" busy={act.isPending} disabled={reason.trim() === ''}>
          {t('optout.lift.submit')}
        </Button>
      </div>
    </form>
  );
}
