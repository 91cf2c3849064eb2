import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../../api/access';
import { PageHead } from '../../app/PageHead';
import { useI18n } from '../../i18n/I18n';
import { ErrorNote, Skeleton } from '../../ui/Notes';
import { ChangePassword } from './ChangePassword';
import { HealthCard } from './HealthCard';
import { Pace } from './Pace';
import { RegionForm } from './RegionForm';
import { ThisBrowser } from './ThisBrowser';
import { UsersCard } from './UsersCard';
import '../numbers/numbers.css';
import '../messages/messages.css';
import './settings.css';

/** What can be set, section by section; each is saved by itself. */
export default function Settings() {
  const { t } = useI18n();
  const me = useQuery(meQuery);
  return (
    <>
      <PageHead title={t('nav.settings')} />
      {me.isPending && <Skeleton count={2} />}
      {me.error && <ErrorNote error={me.error} onRetry={() => void me.refetch()} />}
      {me.data && (
        <div className="settings">
          <RegionForm profile={me.data} />
          <ThisBrowser />
          <ChangePassword profile={me.data} />
          <Pace />
          {me.data.administrator && <UsersCard me={me.data} />}
          <HealthCard />
        </div>
      )}
    </>
  );
}
