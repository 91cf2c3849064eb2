import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { CopyButton } from '../../ui/Copy';
import { Dialog } from '../../ui/Dialog';
import { Note } from '../../ui/Notes';

/** A secret, the only time that it can be seen. */
export function SecretShown({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useI18n();
  return (
    <Dialog title={t('hooks.secret.title')} about={t('hooks.secret.about')} open onClose={onClose}>
      <Note tone="warn">
        <code className="text" data-made-secret>
          {secret}
        </code>
        <CopyButton text={secret} label={t('copy')} />
      </Note>
      <p className="muted">{t('hooks.secret.use')}</p>
      <div className="dialog-actions">
        <Button look="primary" onClick={onClose}>
          {t('hooks.secret.done')}
        </Button>
      </div>
    </Dialog>
  );
}
