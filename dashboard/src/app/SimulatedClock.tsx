import { useQuery } from '@tanstack/react-query';
import { clockQuery, sessionsQuery } from '../api/queries';
import { useI18n } from '../i18n/I18n';
import { useNow } from './LiveChip';

const AGAIN_MS = 30_000;
/** Less than this is not seen in times without seconds. */
const APART_MS = 60_000;

/** The simulator's clock, where it is another than the one on the wall: what simulated numbers wait for is told by it. */
export function SimulatedClock() {
  const simulated = useQuery(sessionsQuery).data?.some((session) => session.simulated) === true;
  const { data, dataUpdatedAt } = useQuery({ ...clockQuery, enabled: simulated, refetchInterval: AGAIN_MS });
  if (!simulated || !data) {
    return null;
  }
  const base = Date.parse(data.now);
  return data.factor === 1 && Math.abs(base - dataUpdatedAt) < APART_MS ? null : (
    <Clock base={base} readAt={dataUpdatedAt} factor={data.factor} />
  );
}

function Clock({ base, readAt, factor }: { base: number; readAt: number; factor: number }) {
  const { t, format } = useI18n();
  const now = useNow(true);
  return (
    <span className="simulated-clock" title={t('clock.simulated.about')} data-factor={factor}>
      {t('clock.simulated', { time: format.time(base + Math.max(0, now - readAt) * factor) })}
      {factor !== 1 && ` · ×${format.number(factor)}`}
    </span>
  );
}
