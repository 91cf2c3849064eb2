import { useI18n } from '../../i18n/I18n';
import type { Webhook } from '../../api/webhooks';

const HOURS = 24;
const HOUR_MS = 3_600_000;
const WIDTH = 10;
const HEIGHT = 22;

/** The attempts of the last day, hour by hour: well, ill, or none. The words beside it say the same. */
export function HealthBar({ hours }: { hours: Webhook['hours'] }) {
  const { t, format } = useI18n();
  const delivered = hours.reduce((sum, hour) => sum + hour.delivered, 0);
  const failed = hours.reduce((sum, hour) => sum + hour.failed, 0);
  const last = hours.at(-1);
  const words = t('hooks.health', { delivered, failed });
  const ofHour = new Map(hours.map((hour) => [Date.parse(hour.at), hour]));
  const newest = last === undefined ? 0 : Math.max(Date.parse(last.at), newestHour());
  return (
    <div className="hook-health">
      <svg viewBox={`0 0 ${HOURS * WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={words}>
        {Array.from({ length: HOURS }, (_, index) => {
          const at = newest - (HOURS - 1 - index) * HOUR_MS;
          const hour = ofHour.get(at);
          const part = hour ? hour.failed / Math.max(1, hour.failed + hour.delivered) : 0;
          return (
            <g key={index}>
              <rect
                className={hour ? 'health-well' : 'health-none'}
                x={index * WIDTH}
                y={0}
                width={WIDTH - 2}
                height={HEIGHT}
              />
              {part > 0 && (
                <rect
                  className="health-ill"
                  x={index * WIDTH}
                  y={HEIGHT * (1 - Math.max(part, 0.2))}
                  width={WIDTH - 2}
                  height={HEIGHT * Math.max(part, 0.2)}
                />
              )}
            </g>
          );
        })}
      </svg>
      <p className="muted">
        {hours.length === 0 ? t('hooks.health.none') : words}
        {last && ` · ${t('hooks.health.last', format.at(last.at))}`}
      </p>
    </div>
  );
}

function newestHour(): number {
  return Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
}
