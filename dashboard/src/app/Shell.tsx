import { useEffect, useRef, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useI18n } from '../i18n/I18n';
import { Keyboard } from './Keyboard';
import { Rail } from './Rail';
import { SystemNotice } from './SystemNotice';
import { useSameUser } from './useSameUser';
import './Shell.css';

/** The rail (a bar at the bottom on phones) and the page beside it. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useI18n();
  const main = useRef<HTMLElement>(null);
  const [location] = useLocation();
  useSameUser();

  useEffect(() => {
    window.scrollTo(0, 0);
  }, [location]);

  return (
    <Keyboard>
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
          <SystemNotice />
          {children}
        </main>
      </div>
    </Keyboard>
  );
}
