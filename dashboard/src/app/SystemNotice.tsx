import { useQuery } from '@tanstack/react-query';
import { healthQuery } from '../api/access';
import { useI18n } from '../i18n/I18n';
import { Note } from '../ui/Notes';

/** Says on every page that the product sends nothing for now, and why; nothing while all is well. */
export function SystemNotice() {
  const { t, has } = useI18n();
  const health = useQuery(healthQuery);
  const reason = `health.reason.${health.data?.reason ?? ''}`;
  if (health.data === undefined || health.data.status === 'ok') {
    return null;
  }
  return (
    <div role="status">
      <Note tone="warn">
        <span>
          <strong>{t('health.degraded')}.</strong> {has(reason) && t(reason)}
        </span>
      </Note>
    </div>
  );
}
