import type { Message } from '../../api/types/messages';
import { useI18n } from '../../i18n/I18n';
import { badgeOfState, type BadgeName } from '../../live/badges';
import { CodeWords } from './FailureWords';

interface Props {
  message: Message;
  badge?: BadgeName;
  /** Leaves out what stands beside it: what the badge says, and the next time. */
  brief?: boolean;
}

/** Why a message waits or how it ended, and when it gets its next chance. */
export function WaitWords({ message, badge, brief = false }: Props) {
  const { t, has, format } = useI18n();
  const { reason, nextAt, lastError } = message;
  if (badge !== undefined && badge !== badgeOfState(message)) {
    // It has moved on since it was fetched: what is known of its wait is over.
    return null;
  }
  const key = `reason.${reason ?? ''}`;
  const said = reason === null || reason === 'new' || (brief && reason === badge);
  const why = said ? '' : has(key) ? t(key) : reason;
  const when = !brief && message.status === 'queued' && nextAt ? t('wait.next', { time: format.time(nextAt) }) : '';
  const error = message.status === 'failed' && lastError && lastError !== reason ? lastError : '';
  const words = [why, when].filter((each) => each !== '').join(' · ');
  if (words === '' && error === '') {
    return null;
  }
  return (
    <span className="muted text">
      {words}
      {words !== '' && error !== '' && ' · '}
      {error !== '' && <CodeWords code={error} />}
    </span>
  );
}
