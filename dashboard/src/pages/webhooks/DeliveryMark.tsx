import type { DeliveryState } from '../../api/webhooks';
import { useI18n } from '../../i18n/I18n';
import { StateMark, type Tone } from '../../ui/Badge';

const TONES: Readonly<Record<DeliveryState, Tone>> = { delivered: 'good', pending: 'warn', failed: 'bad' };

/** Where a delivery stands. */
export function DeliveryMark({ state }: { state: DeliveryState }) {
  const { t } = useI18n();
  return <StateMark tone={TONES[state]}>{t(`hooks.delivery.${state}`)}</StateMark>;
}
