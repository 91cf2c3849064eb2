import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { perform } from '../../api/deed';
import { rotateSecret, webhooksQuery, type Webhook } from '../../api/webhooks';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { CurlButton } from '../../ui/Curl';
import { Dialog } from '../../ui/Dialog';
import { SelectField } from '../../ui/Field';
import { ErrorNote } from '../../ui/Notes';
import { SecretShown } from './SecretShown';

const HOURS = [24, 72, 168, 0] as const;

/** Gives a webhook another secret; the one before may sign beside it for a while. */
export function RotateSecret({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [hours, setHours] = useState<number>(HOURS[0]);
  const deed = rotateSecret(webhook.id, hours);
  const rotate = useMutation({
    mutationFn: () => perform(deed),
    onSuccess: () => queries.invalidateQueries({ queryKey: webhooksQuery.queryKey }),
  });
  if (rotate.data) {
    return <SecretShown secret={rotate.data.secret} onClose={onClose} />;
  }
  return (
    <Dialog title={t('hooks.rotate.title')} about={t('hooks.rotate.about')} open onClose={onClose}>
      <div className="stack">
        <SelectField
          label={t('hooks.rotate.overlap')}
          value={hours}
          onChange={(event) => setHours(Number(event.target.value))}
        >
          {HOURS.map((each) => (
            <option key={each} value={each}>
              {each === 0 ? t('hooks.rotate.none') : t('hooks.rotate.hours', { count: each })}
            </option>
          ))}
        </SelectField>
        {rotate.error && <ErrorNote error={rotate.error} />}
        <div className="dialog-actions">
          <CurlButton deed={deed} />
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" busy={rotate.isPending} onClick={() => rotate.mutate()}>
            {t('hooks.rotate')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
