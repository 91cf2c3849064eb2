import { useState, type SyntheticEvent } from 'react';
import { useMutation } from '@tanstack/react-query';
import { perform, type Deed } from '../api/deed';
import { useI18n } from '../i18n/I18n';
import { Button } from './Button';
import { CurlButton } from './Curl';
import { Dialog } from './Dialog';
import { TextField } from './Field';
import { ErrorNote } from './Notes';

interface Props {
  title: string;
  about: string;
  /** What has to be typed. */
  word: string;
  submit: string;
  deed: Deed<unknown>;
  onDone: () => void;
  onClose: () => void;
}

/** For what cannot be undone: a second, different gesture. */
export function TypedConfirm({ title, about, word, submit, deed, onDone, onClose }: Props) {
  const { t } = useI18n();
  const [typed, setTyped] = useState('');
  const act = useMutation({ mutationFn: () => perform(deed), onSuccess: onDone });
  return (
    <Dialog title={title} about={about} open onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event: SyntheticEvent) => {
          event.preventDefault();
          act.mutate();
        }}
      >
        <TextField
          label={t('danger.type', { name: word })}
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {act.error && <ErrorNote error={act.error} />}
        <div className="dialog-actions">
          <CurlButton deed={deed} />
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" look="danger" busy={act.isPending} disabled={typed.trim() !== word.trim()}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
