import type { Quality } from '../../api/types/sessions';
import { useI18n } from '../../i18n/I18n';

const BARS: Record<Quality, number> = { low: 1, medium: 2, high: 3 };

/** How WhatsApp rates a number: bars, a word, and what it means on hover. */
export function QualityMark({ quality }: { quality: Quality }) {
  const { t } = useI18n();
  return (
    <span className={`quality quality-${quality}`} title={t('quality.meaning')}>
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
      {t(`quality.${quality}`)}
    </span>
  );
}
