import { useQuery } from '@tanstack/react-query';
import { sentByHourQuery } from '../../api/queries';
import type { SentHour } from '../../api/types/sessions';
import { useI18n } from '../../i18n/I18n';
import { ChartFrame } from '../../ui/ChartFrame';
import { ErrorNote, Skeleton } from '../../ui/Notes';

const REFRESH_MS = 30_000;
const BAR = 10;
const HIGH = 48;

/** How much left in each of the last 24 hours. */
export function SentByHour() {
  const { t, format } = useI18n();
  const hours = useQuery({ ...sentByHourQuery, refetchInterval: REFRESH_MS });
  if (hours.error) {
    return <ErrorNote error={hours.error} onRetry={() => void hours.refetch()} />;
  }
  if (!hours.data) {
    return <Skeleton count={1} />;
  }
  const all = hours.data;
  const total = all.reduce((sum, { sent }) => sum + sent, 0);
  const fullest = all.reduce((most, hour) => (hour.sent > most.sent ? hour : most), all[0] ?? { from: '', sent: 0 });
  return (
    <ChartFrame
      title={t('sent.title')}
      summary={
        total === 0
          ? t('sent.none')
          : t('sent.summary', { count: total, most: format.number(fullest.sent), time: format.time(fullest.from) })
      }
      columns={[t('sent.from'), t('count.sent')]}
      rows={all.map(({ from, sent }) => [format.time(from), format.number(sent)])}
    >
      <Bars hours={all} most={fullest.sent} />
    </ChartFrame>
  );
}

function Bars({ hours, most }: { hours: readonly SentHour[]; most: number }) {
  return (
    <svg className="hour-bars" viewBox={`0 0 ${hours.length * BAR} ${HIGH}`} preserveAspectRatio="none">
      {hours.map(({ from, sent }, index) => {
        const high = most === 0 ? 0 : Math.max(sent > 0 ? 2 : 0, (sent / most) * HIGH);
        return <rect key={from} x={index * BAR + 1} y={HIGH - high} width={BAR - 2} height={high} />;
      })}
      <rect y={HIGH - 1} width={hours.length * BAR} height="1" className="hour-ground" />
    </svg>
  );
}
