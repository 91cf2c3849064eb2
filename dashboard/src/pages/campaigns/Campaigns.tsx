import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { campaignsQuery, sessionsQuery } from '../../api/queries';
import type { Campaign, CampaignStatus } from '../../api/types/campaigns';
import { PageHead } from '../../app/PageHead';
import { useI18n } from '../../i18n/I18n';
import { usePolling } from '../../live/Live';
import { Empty, ErrorNote, Skeleton } from '../../ui/Notes';
import { CampaignCard } from './CampaignCard';
import './campaigns.css';
import { CampaignTable } from './CampaignTable';

const STATUSES: readonly CampaignStatus[] = [
  'running',
  'paused',
  'scheduled',
  'draft',
  'completed',
  'stopped',
  'failed',
];

/** All campaigns, as cards or as a table; which ones stands in the address. */
export default function Campaigns() {
  const { t } = useI18n();
  const [search] = useSearchParams();
  const [view, setView] = useView();
  const wanted = search.get('status');
  const campaigns = useQuery({ ...campaignsQuery, refetchInterval: usePolling() });
  const sessions = useQuery(sessionsQuery);
  const known = new Map(sessions.data?.map((session) => [session.id, session]));
  const all = campaigns.data ?? [];
  const shown = all.filter(({ status }) => wanted === null || status === wanted);
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
        <div className="row spread">
          <StatusChips all={all} wanted={wanted} />
          <div className="row" role="group" aria-label={t('campaigns.view')}>
            {VIEWS.map((each) => (
              <button
                key={each}
                type="button"
                className="chip"
                aria-pressed={view === each}
                onClick={() => setView(each)}
              >
                {t(`campaigns.view.${each}`)}
              </button>
            ))}
          </div>
        </div>
      )}
      {view === 'table' && shown.length > 0 ? (
        <CampaignTable campaigns={shown} sessions={known} />
      ) : (
        <ul className="cards campaign-cards">
          {shown.map((campaign) => (
            <CampaignCard key={campaign.publicId} campaign={campaign} />
          ))}
        </ul>
      )}
    </>
  );
}

const VIEWS = ['cards', 'table'] as const;
type View = (typeof VIEWS)[number];
const KEPT = 'staffetta.campaigns.view';

/** Remembered by this browser. */
function useView(): [View, (view: View) => void] {
  const [view, setView] = useState<View>(() => (localStorage.getItem(KEPT) === 'table' ? 'table' : 'cards'));
  return [
    view,
    (next) => {
      localStorage.setItem(KEPT, next);
      setView(next);
    },
  ];
}

function StatusChips({ all, wanted }: { all: readonly Campaign[]; wanted: string | null }) {
  const { t, format } = useI18n();
  const [, setSearch] = useSearchParams();
  const choose = (status: string | null) => setSearch(status === null ? {} : { status }, { replace: true });
  return (
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
  );
}
