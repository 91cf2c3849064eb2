import { Link } from 'wouter';
import { useI18n } from '../i18n/I18n';
import { Gateway } from '../pages/access/Gateway';
import { PageHead } from './PageHead';

/** Whether the server said so of the address that this page was opened with. */
export function openedNowhere(): boolean {
  return document.querySelector('meta[name=status][content="404"]') !== null;
}

/** There is nothing at this address, said within the dashboard. */
export function NotFound() {
  const { t } = useI18n();
  return (
    <>
      <PageHead title={t('notfound.title')} />
      <div className="stack">
        <p>{t('notfound.text')}</p>
        <p>
          <Link className="button button-primary" href="/">
            {t('notfound.home')}
          </Link>
        </p>
      </div>
    </>
  );
}

/** The same for those who are not let in yet. */
export function NothingHere() {
  const { t } = useI18n();
  return (
    <Gateway title={t('notfound.title')}>
      <p>{t('notfound.text')}</p>
      <p>
        <a className="button button-primary" href="/">
          {t('notfound.home')}
        </a>
      </p>
    </Gateway>
  );
}
