import type { Message } from '../../api/types/messages';
import { useI18n } from '../../i18n/I18n';
import { Note } from '../../ui/Notes';
import { codeOf, repeatOf } from './failures';

/** An engine's code in words, with the code itself in small for who looks it up; its own sentences only where we have none. */
export function CodeWords({ code }: { code: string }) {
  const { t, has } = useI18n();
  const known = codeOf(code);
  const key = `code.${known?.words ?? ''}`;
  const words = has(key) ? t(key) : '';
  return (
    <>
      {words}
      {words !== '' && ' '}
      {(words === '' || !code.includes(' ')) && <small className="mono raw-code">{code}</small>}
    </>
  );
}

/** What would set a failure right, or why nothing does. */
export function FixNote({ message }: { message: Message }) {
  const { t, has } = useI18n();
  const repeat = repeatOf(message);
  const key = `fix.${message.reason ?? ''}`;
  if (message.status !== 'failed' || (repeat === 'yes' && !has(key))) {
    return null;
  }
  const words = has(key) ? t(key) : t(repeat === 'never' ? 'fix.final' : 'fix.first');
  return (
    <Note tone="warn">
      <p data-repeat={repeat}>{words}</p>
    </Note>
  );
}
