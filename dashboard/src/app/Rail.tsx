import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { campaignsQuery, sessionsQuery } from '../api/queries';
import { useI18n } from '../i18n/I18n';
import { usePolling } from '../live/Live';
import { useOpenPalette } from './palette';
import { isAt, PLACES, PLACES_ON_PHONE, type Place } from './places';
import { Preferences } from './Preferences';
import { useNarrow } from './useNarrow';
import './Palette.css';

/** What there is of each kind, as far as it is known. */
function useCounts(): Partial<Record<NonNullable<Place['counts']>, number | undefined>> {
  const sessions = useQuery({ ...sessionsQuery, refetchInterval: usePolling() });
  const campaigns = useQuery({ ...campaignsQuery, refetchInterval: usePolling() });
  const pending = campaigns.data?.filter(({ status }) => status === 'running' || status === 'paused');
  return {
    numbers: sessions.data?.length,
    campaigns: pending?.length,
    waiting: pending?.reduce((sum, { counters }) => sum + counters.pending, 0),
  };
}

/** The way to all pages: a rail, or a bar at the bottom of phones. */
export function Rail() {
  const { t, format } = useI18n();
  const [location] = useLocation();
  const counts = useCounts();
  const narrow = useNarrow();
  const openPalette = useOpenPalette();
  const shown = narrow ? PLACES.slice(0, PLACES_ON_PHONE) : PLACES;
  return (
    <header className="rail">
      <Link href="/" className="brand">
        Staffetta
      </Link>
      <button type="button" className="palette-open" aria-keyshortcuts="Control+K" onClick={openPalette}>
        {t('palette.open')} <kbd>Ctrl K</kbd>
      </button>
      <nav aria-label={t('nav')}>
        <ul className="places">
          {shown.map((place) => {
            const count = place.counts && counts[place.counts];
            return (
              <li key={place.path}>
                <Link href={place.path} aria-current={isAt(place, location) ? 'page' : undefined}>
                  <span>{t(place.name)}</span>
                  {count !== undefined && count > 0 && <span className="place-count">{format.number(count)}</span>}
                </Link>
              </li>
            );
          })}
        </ul>
      </nav>
      <Preferences places={narrow ? PLACES.slice(PLACES_ON_PHONE) : []} />
    </header>
  );
}
