import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { campaignsQuery, sessionsQuery } from '../../api/queries';
import type { Campaign } from '../../api/types/campaigns';
import type { Session } from '../../api/types/sessions';
import { webhooksQuery } from '../../api/webhooks';
import { PageHead } from '../../app/PageHead';
import { useI18n } from '../../i18n/I18n';
import { usePolling } from '../../live/Live';
import { Card } from '../../ui/Card';
import { Meter } from '../../ui/Meter';
import { ErrorNote, Skeleton } from '../../ui/Notes';
import { CampaignCard } from '../campaigns/CampaignCard';
import { Connect } from '../numbers/Connect';
import { SessionMark } from '../numbers/SessionMark';
import { Welcome } from '../numbers/Welcome';
import { Attention } from './Attention';
import { FirstSteps } from './FirstSteps';
import './overview.css';
import { SentByHour } from './SentByHour';

const MOST_NUMBERS = 8;
const MOST_CAMPAIGNS = 4;
const WEBHOOKS_MS = 30_000;

/** What needs a person now, what is being sent, and from where. */
export default function Overview() {
  const { t } = useI18n();
  const sessions = useQuery({ ...sessionsQuery, refetchInterval: usePolling() });
  const campaigns = useQuery({ ...campaignsQuery, refetchInterval: usePolling() });
  const webhooks = useQuery({ ...webhooksQuery, refetchInterval: WEBHOOKS_MS });
  const [connecting, setConnecting] = useState(false);
  const linked = sessions.data?.some(({ phoneNumber }) => phoneNumber !== null);
  return (
    <>
      <PageHead title={t('nav.overview')} />
      {linked === false && <Welcome onReal={() => setConnecting(true)} />}
      {linked === true && campaigns.data && (
        <Attention
          sessions={sessions.data ?? []}
          campaigns={campaigns.data}
          webhooks={webhooks.data ?? []}
          now={campaigns.dataUpdatedAt}
        />
      )}
      {sessions.data && campaigns.data && (
        <FirstSteps sessions={sessions.data} campaigns={campaigns.data} webhooks={webhooks.data ?? []} />
      )}
      {sessions.isPending && <Skeleton count={1} />}
      {sessions.error && <ErrorNote error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.data && linked && <Numbers sessions={sessions.data} />}
      {campaigns.isPending && <Skeleton count={2} />}
      {campaigns.error && <ErrorNote error={campaigns.error} onRetry={() => void campaigns.refetch()} />}
      {linked && campaigns.data && <Running campaigns={campaigns.data} />}
      {linked && <SentByHour />}
      <Connect
        open={connecting}
        onClose={() => setConnecting(false)}
        taken={sessions.data?.map(({ id }) => id) ?? []}
      />
    </>
  );
}

function Numbers({ sessions }: { sessions: readonly Session[] }) {
  const { t, format } = useI18n();
  return (
    <Card
      title={t('nav.numbers')}
      aside={
        <Link href="/numbers" className="button button-quiet">
          {t('overview.numbers.all', { count: sessions.length })}
        </Link>
      }
    >
      <ul className="number-strip">
        {sessions.slice(0, MOST_NUMBERS).map(({ id, name, state, usage, hourlyLimit, simulated }) => (
          <li key={id} className={simulated ? 'strip-number simulated' : 'strip-number'}>
            <div className="row spread">
              <Link href={`/numbers/${encodeURIComponent(id)}`} className="number-link text">
                {name}
              </Link>
              <SessionMark state={state} />
            </div>
            <Meter
              label={t('numbers.hour')}
              used={usage.lastHour}
              most={hourlyLimit}
              text={`${format.number(usage.lastHour)}/${format.limit(hourlyLimit)}`}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Running({ campaigns }: { campaigns: readonly Campaign[] }) {
  const { t } = useI18n();
  const open = campaigns.filter(({ status }) => status === 'running' || status === 'paused' || status === 'scheduled');
  return (
    <section className="stack" aria-label={t('overview.running')}>
      <div className="row spread">
        <h2>{t('overview.running')}</h2>
        <Link href="/campaigns" className="button button-quiet">
          {t('overview.campaigns.all', { count: campaigns.length })}
        </Link>
      </div>
      {open.length === 0 ? (
        <div className="row nothing-runs">
          <p className="muted">{t('overview.running.none')}</p>
          <Link href="/campaigns/new/who" className="button">
            {t('new.open')}
          </Link>
        </div>
      ) : (
        <ul className="cards">
          {open.slice(0, MOST_CAMPAIGNS).map((campaign) => (
            <CampaignCard key={campaign.publicId} campaign={campaign} />
          ))}
        </ul>
      )}
    </section>
  );
}
