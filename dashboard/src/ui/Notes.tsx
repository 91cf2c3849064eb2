import type { ReactNode } from 'react';
import { ApiError } from '../api/client';
import { useI18n, type Translate } from '../i18n/I18n';
import { Button } from './Button';
import './Notes.css';

/** What went wrong, in the server's words where it gave any. */
export function errorText(error: unknown, t: Translate): string {
  if (!(error instanceof ApiError)) {
    return t('error.network');
  }
  switch (error.code) {
    case 'network':
    case 'timeout':
    case 'unauthenticated':
      return t(`error.${error.code}`);
    default:
      return error.message;
  }
}

export function ErrorNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useI18n();
  return (
    <div className="note note-bad" role="alert">
      <p>{errorText(error, t)}</p>
      {onRetry && <Button onClick={onRetry}>{t('retry')}</Button>}
    </div>
  );
}

export function Note({ tone = 'calm', children }: { tone?: 'calm' | 'warn' | 'bad'; children: ReactNode }) {
  return <div className={`note note-${tone}`}>{children}</div>;
}

export function Empty({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p className="muted">{text}</p>
      {children && <div className="row">{children}</div>}
    </div>
  );
}

/** Stands where something will be; shows only when it takes a while. */
export function Skeleton({ count = 3 }: { count?: number }) {
  const { t } = useI18n();
  return (
    <div className="cards" role="status">
      <span className="visually-hidden">{t('loading')}</span>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className="skeleton" />
      ))}
    </div>
  );
}
