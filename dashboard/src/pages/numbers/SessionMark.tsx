import type { SessionState } from '../../api/types/sessions';
import { useI18n } from '../../i18n/I18n';
import { StateMark } from '../../ui/Badge';
import { toneOf } from './states';

export function SessionMark({ state }: { state: SessionState }) {
  const { t } = useI18n();
  return <StateMark tone={toneOf(state)}>{t(`session.${state}`)}</StateMark>;
}
