import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { campaignsQuery } from '../../api/queries';
import type { CampaignStatus } from '../../api/types';
import { PageHead } from '../../app/PageHead';
import { useI18n } from '../../i18n/I18n';
import { usePolling } from '../../live/Live';
import { Empty, ErrorNote, Skeleton } from '../../ui/Notes';
import { CampaignCard } from './CampaignCard';

const STATUSES: readonly CampaignStatus[] = [
  'running',
  'paused',
  'scheduled',
  'draft',
  'completed',
  'stopped',
  'failed',
];

/** All campaigns as cards; which ones stands in the address. */
export default function Campaigns() {
  const { t, format } = useI18n();
  const [search, setSearch] = useSearchParams();
  const wanted = search.get('status');
  const campaigns = useQuery({ ...campaignsQuery, refetchInterval: usePolling() });
  const all = campaigns.data ?? [];
  const shown = all.filter(({ status }) => wanted === null || status === wanted);
  const choose = (status: string | null) => setSearch(status === null ? {} : { status }, { replace: true });
  return (
    <>
      <PageHead title={t('nav.campaigns')}>
        <Link href="/campaigns/new/who" className="button button-primary">
          {t('new.open')}
        </Link>
      </PageHead>
      {campaigns.error && <ErrorNote error={campaigns.error} onRetry={() => void campaigns.refetch()} />}
      {campaigns.isPending && <Skeleton />}
      {campaigns.data?.length === 0 && <Empty title={t('campaigns.empty.title')} text={t('campaigns.empty.text')} />}
      {all.length > 0 && (
        <div className="row" role="group" aria-label={t('campaigns.filter')}>
          <button type="button" className="chip" aria-pressed={wanted === null} onClick={() => choose(null)}>
            {t('campaigns.all', { count: format.number(all.length) })}
          </button>
          {STATUSES.map((status) => {
            const count = all.filter((each) => each.status === status).length;
            return (
              (count > 0 || wanted === status) && (
                <button
                  key={status}
                  type="button"
                  className="chip"
                  aria-pressed={wanted === status}
                  onClick={() => choose(status)}
                >
                  {t(`campaign.${status}`)} {format.number(count)}
                </button>
              )
            );
          })}
        </div>
      )}
      <ul className="cards">
        {shown.map((campaign) => (
          <CampaignCard key={campaign.publicId} campaign={campaign} />
        ))}
      </ul>
    </>
  );
}
