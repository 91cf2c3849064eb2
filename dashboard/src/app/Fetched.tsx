import { Component, Suspense, useEffect, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useI18n } from '../i18n/I18n';
import { Button } from '../ui/Button';
import { comeBack, PageLost, reloadedLately } from './lostPages';

interface Props {
  /** What fails at one address need not fail at the next. */
  place: string;
  children: ReactNode;
}

/** Catches what a page throws, so that the rest of the window lives on. */
class Boundary extends Component<Props, { error: unknown; failed: boolean }> {
  override state = { error: null as unknown, failed: false };

  static getDerivedStateFromError(error: unknown) {
    return { error, failed: true };
  }

  override componentDidUpdate(before: Props) {
    if (this.state.failed && before.place !== this.props.place) {
      this.again();
    }
  }

  private readonly again = () => this.setState({ error: null, failed: false });

  override render() {
    const { error, failed } = this.state;
    if (!failed) {
      return this.props.children;
    }
    return error instanceof PageLost ? <Lost /> : <Broken onRetry={this.again} />;
  }
}

/** Where something stands that is fetched when it is first seen; if it fails, it says so in its place. */
export function Fetched({ fallback, children }: { fallback: ReactNode; children: ReactNode }) {
  const [place] = useLocation();
  return (
    <Boundary place={place}>
      <Suspense fallback={fallback}>{children}</Suspense>
    </Boundary>
  );
}

/**
 * The page's files could not be fetched. A product that answers has got others meanwhile, so the window is loaded anew,
 * by itself unless that was done a moment ago; one that is away is asked again when somebody wants it.
 */
function Lost() {
  const { t } = useI18n();
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    if (!reloadedLately()) {
      void comeBack();
    }
  }, []);
  return (
    <div className="note note-bad" role="alert">
      <p>{t('page.lost')}</p>
      <Button
        busy={asking}
        onClick={() => {
          setAsking(true);
          void comeBack().then(() => setAsking(false));
        }}
      >
        {t('retry')}
      </Button>
    </div>
  );
}

function Broken({ onRetry }: { onRetry: () => void }) {
  const { t } = useI18n();
  return (
    <div className="note note-bad" role="alert">
      <p>{t('page.broken')}</p>
      <div className="row">
        <Button onClick={onRetry}>{t('retry')}</Button>
        <Button onClick={() => location.reload()}>{t('page.reload')}</Button>
      </div>
    </div>
  );
}
