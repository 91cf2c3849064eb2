import * as Tabs from '@radix-ui/react-tabs';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { campaignQuery } from '../../api/queries';
import type { Campaign } from '../../api/types/campaigns';
import { Fetched } from '../../app/Fetched';
import { page } from '../../app/page';
import { CHARTS } from '../../app/pages';
import { PageHead } from '../../app/PageHead';
import { useI18n } from '../../i18n/I18n';
import { usePolling } from '../../live/Live';
import { StateMark } from '../../ui/Badge';
import { Skeleton } from '../../ui/Notes';
import { MessageDrawer } from '../messages/MessageDrawer';
import { Actions } from './Actions';
import './charts/charts.css';
import { Digest } from './Digest';
import { FollowUps } from './FollowUps';
import { Funnel } from './Funnel';
import { LiveQueue } from './LiveQueue';
import { NoCampaign } from './NoCampaign';
import { NumberPanel } from './NumberPanel';
import { Progress } from './Progress';
import { Standing } from './Standing';
import { handled, isOpen, toneOf } from './status';
import { useActiveCount, useSendingCount } from './useActiveCount';

const Charts = page(CHARTS);
const ChangeNumber = page(() => import('./ChangeNumber'));
const EditRunning = page(() => import('./EditRunning'));
const FailureReasons = page(() => import('./FailureReasons'));
const People = page(() => import('./People'));
const EventLog = page(() => import('../log/EventLog'));

/** A campaign while it runs. */
export default function CampaignPage({ id }: { id: string }) {
  const { t } = useI18n();
  const campaign = useQuery({ ...campaignQuery(id), refetchInterval: usePolling() });
  if (campaign.data) {
    return <Known campaign={campaign.data} />;
  }
  if (campaign.isPending) {
    return <Skeleton count={2} />;
  }
  return (
    <>
      <PageHead title={t('nav.campaigns')} />
      <NoCampaign error={campaign.error} onRetry={() => void campaign.refetch()} />
    </>
  );
}

const ICONS: Partial<Record<Campaign['status'], 'running' | 'paused'>> = { running: 'running', paused: 'paused' };
const MARKS = { running: '▶', paused: '⏸' };

function Known({ campaign }: { campaign: Campaign }) {
  const { t, format } = useI18n();
  const [search, setSearch] = useSearchParams();
  const [editing, setEditing] = useState(false);
  const changing = search.has('change') && isOpen(campaign);
  const active = useActiveCount(campaign);
  const sending = useSendingCount(campaign);
  const { counters, status, statusReason } = campaign;
  const icon = ICONS[status];
  const change = () => setSearch((now) => (now.set('change', '1'), now));
  const edit = () => setEditing(true);
  const doneChanging = () => setSearch((now) => (now.delete('change'), now), { replace: true });
  return (
    <>
      <PageHead
        title={campaign.name}
        mark={icon && `${MARKS[icon]} ${format.percent(handled(counters), counters.total)}`}
        icon={status === 'paused' && statusReason !== null ? 'alert' : icon}
        state={
          <StateMark tone={toneOf(status)}>
            {t(status === 'paused' && sending > 0 ? 'campaign.pausing' : `campaign.${status}`)}
          </StateMark>
        }
        waits={status === 'running'}
      >
        <Actions campaign={campaign} onChange={change} onEdit={edit} />
      </PageHead>
      <Digest campaign={campaign} />
      <Standing campaign={campaign} sending={sending} onChange={change} />
      <div className="campaign-columns">
        <Progress campaign={campaign} active={Math.max(active, sending)} />
        <NumberPanel campaign={campaign} onChange={change} />
      </div>
      {campaign.startedAt !== null && (
        <>
          <Fetched fallback={<Skeleton count={2} />}>
            <Charts campaign={campaign} />
          </Fetched>
          <div className="chart-columns">
            <Funnel campaign={campaign} />
            {counters.failed > 0 && (
              <Fetched fallback={<Skeleton count={1} />}>
                <FailureReasons campaign={campaign} onNumber={change} onText={edit} />
              </Fetched>
            )}
          </div>
        </>
      )}
      <Parts campaign={campaign} />
      <MessageDrawer />
      {changing && (
        <Fetched fallback={null}>
          <ChangeNumber campaign={campaign} onClose={doneChanging} />
        </Fetched>
      )}
      {editing && (
        <Fetched fallback={null}>
          <EditRunning campaign={campaign} onClose={() => setEditing(false)} />
        </Fetched>
      )}
    </>
  );
}

const PARTS = ['live', 'people', 'followUps', 'events'] as const;

/** What can be looked at one at a time; which one stands in the address. */
function Parts({ campaign }: { campaign: Campaign }) {
  const { t } = useI18n();
  const [search, setSearch] = useSearchParams();
  const part = PARTS.find((each) => each === search.get('part')) ?? 'live';
  const choose = (next: string) => setSearch(next === 'live' ? {} : { part: next }, { replace: true });
  return (
    <Tabs.Root value={part} onValueChange={choose} className="stack campaign-parts">
      <Tabs.List className="tabs" aria-label={t('campaign.parts')}>
        {PARTS.map((each) => (
          <Tabs.Trigger key={each} value={each} className="tab">
            {t(`campaign.part.${each}`)}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content value="live">
        <LiveQueue campaign={campaign} />
      </Tabs.Content>
      <Tabs.Content value="people">
        <Fetched fallback={<Skeleton count={1} />}>
          <People campaign={campaign} />
        </Fetched>
      </Tabs.Content>
      <Tabs.Content value="followUps">
        <FollowUps campaign={campaign} />
      </Tabs.Content>
      <Tabs.Content value="events">
        <Fetched fallback={<Skeleton count={1} />}>
          <EventLog campaignId={campaign.publicId} />
        </Fetched>
      </Tabs.Content>
    </Tabs.Root>
  );
}
