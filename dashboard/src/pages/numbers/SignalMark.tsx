import type { ConnectionQuality } from '../../api/types/sessions';
import { useI18n } from '../../i18n/I18n';

const BARS: Record<ConnectionQuality, number> = { poor: 1, good: 2, excellent: 3 };

/** How well messages go from a number just now: bars, a word, and what it means. */
export function SignalMark({ quality }: { quality: ConnectionQuality }) {
  const { t } = useI18n();
  return (
    <span className={`quality signal-${quality}`} title={t(`account.meaning.${quality}`)}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        {[1, 2, 3].map((bar) => (
          <rect
            key={bar}
            x={(bar - 1) * 4 + 0.5}
            y={12 - bar * 4}
            width="3"
            height={bar * 4}
            className={bar <= BARS[quality] ? 'bar-on' : 'bar-off'}
          />
        ))}
      </svg>
      {t(`account.quality.${quality}`)}
      <span className="visually-hidden">. {t(`account.meaning.${quality}`)}</span>
    </span>
  );
}
