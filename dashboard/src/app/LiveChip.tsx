import { useEffect, useState } from 'react';
import { useI18n } from '../i18n/I18n';
import { useLiveState } from '../live/Live';

/** After this long without a word, what is on screen may be old. */
const SILENCE_MS = 30_000;

/** Says how news come at the moment, and when the last ones came. */
export function LiveChip({ waits }: { waits: boolean }) {
  const { t, format } = useI18n();
  const { mode, retryAt, lastNewsAt, delayMs } = useLiveState();
  const [openedAt] = useState(Date.now);
  const away = mode === 'reconnecting' || mode === 'polling';
  const now = useNow(away || waits);
  const silent = away
    ? now - (lastNewsAt ?? openedAt) > SILENCE_MS
    : waits && lastNewsAt !== null && now - lastNewsAt > SILENCE_MS;
  useEffect(() => {
    document.documentElement.toggleAttribute('data-silent', silent);
    return () => document.documentElement.removeAttribute('data-silent');
  }, [silent]);
  const words = () => {
    switch (mode) {
      case 'live':
        return delayMs === null ? t('live.on') : t('live.on.delay', { seconds: format.seconds(delayMs) });
      case 'reconnecting':
        return t('live.reconnecting', { seconds: Math.max(0, Math.ceil(((retryAt ?? now) - now) / 1000)) });
      default:
        return t(`live.${mode}`);
    }
  };
  return (
    <span className="live-chip" data-live={mode}>
      <span className={mode === 'live' ? 'live-dot' : 'live-dot live-dot-off'} aria-hidden="true" />
      <span>
        {words()}
        {(silent || (mode !== 'live' && mode !== 'connecting')) &&
          lastNewsAt !== null &&
          ` · ${t('live.last', { time: format.clock(lastNewsAt) })}`}
      </span>
    </span>
  );
}

/** The time, kept for as long as somebody counts seconds. */
export function useNow(ticks: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!ticks) {
      return;
    }
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [ticks]);
  return now;
}
