import { useI18n } from '../../i18n/I18n';

/** A name as a person wrote it: its direction and its hidden signs end where it ends. */
export function PersonName({ name }: { name: string | null }) {
  const { t } = useI18n();
  return name === null ? <span className="muted">{t('message.nobody')}</span> : <bdi className="text">{name}</bdi>;
}
