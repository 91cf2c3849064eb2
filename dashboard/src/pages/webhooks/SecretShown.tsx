import { useI18n } from '../../i18n/I18n';
import { ShownOnce } from '../../ui/ShownOnce';

/** The secret that a webhook is signed with. */
export function SecretShown({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useI18n();
  return (
    <ShownOnce
      title={t('hooks.secret.title')}
      about={t('hooks.secret.about')}
      secret={secret}
      done={t('hooks.secret.done')}
      onClose={onClose}
    >
      <p className="muted">{t('hooks.secret.use')}</p>
    </ShownOnce>
  );
}
