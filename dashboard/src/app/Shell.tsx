import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { campaignsQuery, sessionsQuery } from '../api/queries';
import { useI18n } from '../i18n/I18n';
import type { TextKey } from '../i18n/languages';
import { usePolling } from '../live/Live';
import { Preferences } from './Preferences';
import './Shell.css';

interface Place {
  path: string;
  name: TextKey;
  count?: number | undefined;
}

/** The rail (a bar at the bottom on phones) and the page beside it. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useI18n();
  const main = useRef<HTMLElement>(null);
  const [location] = useLocation();

  useEffect(() => {
    window.scrollTo(0, 0);
  }, [location]);

  return (
    <>
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t('skip')}
      </a>
      <div className="shell">
        <Rail />
        <main id="main" ref={main} tabIndex={-1} className="page">
          {children}
        </main>
      </div>
    </>
  );
}

function Rail() {
  const { t, format } = useI18n();
  const [location] = useLocation();
  const sessions = useQuery({ ...sessionsQuery, refetchInterval: usePolling() });
  const campaigns = useQuery({ ...campaignsQuery, refetchInterval: usePolling() });
  const pending = campaigns.data?.filter(({ status }) => status === 'running' || status === 'paused');
  const places: Place[] = [
    { path: '/numbers', name: 'nav.numbers', count: sessions.data?.length },
    { path: '/campaigns', name: 'nav.campaigns', count: pending?.length },
    { path: '/queue', name: 'nav.queue', count: pending?.reduce((sum, { counters }) => sum + counters.pending, 0) },
  ];
  return (
    <header className="rail">
      <Link href="/" className="brand">
        Staffetta
      </Link>
      <nav aria-label={t('nav')}>
        <ul className="places">
          {places.map(({ path, name, count }) => (
            <li key={path}>
              <Link href={path} aria-current={location.startsWith(path) ? 'page' : undefined}>
                <span>{t(name)}</span>
                {count !== undefined && count > 0 && <span className="place-count">{format.number(count)}</span>}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Preferences />
    </header>
  );
}
