import { createContext, use, useEffect, useId, useMemo, useState, type ReactNode } from 'react';
import { Router, type AroundNavHandler } from 'wouter';
import { useI18n } from '../i18n/I18n';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';

/** What was changed and not saved, by form. */
type Changed = Set<string>;

const Context = createContext<Changed>(new Set());

/** Keeps people from leaving a form that they changed, for as long as it is changed. */
export function useUnsaved(changed: boolean): void {
  const forms = use(Context);
  const id = useId();
  useEffect(() => {
    if (!changed) {
      return;
    }
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    forms.add(id);
    window.addEventListener('beforeunload', ask);
    return () => {
      forms.delete(id);
      window.removeEventListener('beforeunload', ask);
    };
  }, [changed, forms, id]);
}

/** Steps of a new campaign are one page: what was typed in one is still there in the next. */
const STEPS = '/campaigns/new/';

function pageOf(to: string): string {
  const { pathname } = new URL(to, location.href);
  return pathname.startsWith(STEPS) ? STEPS : pathname;
}

/** Asks before a page with unsaved changes is left for another. */
export function UnsavedGuard({ children }: { children: ReactNode }) {
  const { t } = useI18n();
  const [forms] = useState<Changed>(() => new Set());
  const [leaving, setLeaving] = useState<{ go: () => void } | null>(null);
  const around = useMemo<AroundNavHandler>(
    () =>
      (navigate, to, ...rest) => {
        if (forms.size === 0 || pageOf(to) === pageOf(location.href)) {
          navigate(to, ...rest);
        } else {
          setLeaving({ go: () => navigate(to, ...rest) });
        }
      },
    [forms],
  );
  return (
    <Context value={forms}>
      <Router aroundNav={around}>{children}</Router>
      <Dialog
        title={t('unsaved.title')}
        about={t('unsaved.about')}
        open={leaving !== null}
        onClose={() => setLeaving(null)}
      >
        <div className="dialog-actions">
          <Button
            look="danger"
            onClick={() => {
              leaving?.go();
              setLeaving(null);
            }}
          >
            {t('unsaved.leave')}
          </Button>
          <Button look="primary" onClick={() => setLeaving(null)}>
            {t('unsaved.stay')}
          </Button>
        </div>
      </Dialog>
    </Context>
  );
}
