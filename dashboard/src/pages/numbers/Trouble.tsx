import type { Session } from '../../api/types/sessions';
import { useI18n } from '../../i18n/I18n';
import { Note } from '../../ui/Notes';
import { troubleOf } from './trouble';

const FAILING = new Set(['error', 'disconnected', 'initializing']);

/** What its engine said when it failed, in words that say what to do; its own words for those who search for them. */
export function Trouble({ session }: { session: Session }) {
  const { t } = useI18n();
  const { state, detail } = session;
  if (!detail || !FAILING.has(state)) {
    return null;
  }
  const known = troubleOf(detail);
  return (
    <Note tone={state === 'error' ? 'bad' : 'warn'}>
      {t(known ? `trouble.${known}` : 'trouble.other')}{' '}
      <span className="text">
        {t('trouble.said')} <code>{detail}</code>
      </span>
    </Note>
  );
}
