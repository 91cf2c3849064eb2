import type { Message } from '../../api/types';
import { useI18n } from '../../i18n/I18n';

/** Why a message waits or how it ended, and when it gets its next chance. */
export function WaitWords({ message }: { message: Message }) {
  const { t, has, format } = useI18n();
  const { reason, nextAt, lastError } = message;
  const key = `reason.${reason ?? ''}`;
  const why = reason === null || reason === 'new' ? '' : has(key) ? t(key) : reason;
  const when = message.status === 'queued' && nextAt ? t('wait.next', { time: format.time(nextAt) }) : '';
  const error = message.status === 'failed' && lastError && lastError !== reason ? lastError : '';
  const words = [why, when, error].filter((each) => each !== '').join(' · ');
  return words === '' ? null : <span className="muted text">{words}</span>;
}
