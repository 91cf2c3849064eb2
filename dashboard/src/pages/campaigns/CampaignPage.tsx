import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { call } from '../../api/client';
import { campaignQuery } from '../../api/queries';
import type { Campaign } from '../../api/types';
import { PageHead } from '../../app/PageHead';
import { useI18n } from '../../i18n/I18n';
import { usePolling } from '../../live/Live';
import { StateMark } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Empty, ErrorNote, Note, Skeleton } from '../../ui/Notes';
import { MessageDrawer } from '../messages/MessageDrawer';
import { ChangeNumber } from './ChangeNumber';
import { FailureReasons } from './FailureReasons';
import { LiveQueue } from './LiveQueue';
import { NumberPanel } from './NumberPanel';
import { Progress } from './Progress';
import { handled, isOpen, toneOf } from './status';
import { useActiveCount } from './useActiveCount';

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
      <Empty title={t('campaign.gone.title')} text={t('campaign.gone.text')}>
        <Link href="/campaigns" className="button">
          {t('campaign.gone.back')}
        </Link>
      </Empty>
    </>
  );
}

function Known({ campaign }: { campaign: Campaign }) {
  const { t, has, format } = useI18n();
  const [changing, setChanging] = useState(false);
  const active = useActiveCount(campaign);
  const { counters, status, statusReason } = campaign;
  const key = `reason.${statusReason ?? ''}`;
  return (
    <>
      <PageHead
        title={campaign.name}
        mark={status === 'running' ? `▶ ${format.percent(handled(counters), counters.total)}` : undefined}
        state={<StateMark tone={toneOf(status)}>{t(`campaign.${status}`)}</StateMark>}
      >
        <Actions campaign={campaign} onChange={() => setChanging(true)} />
      </PageHead>
      {status === 'paused' && statusReason && (
        <Note tone="warn">{t('campaign.paused.why', { reason: has(key) ? t(key) : statusReason })}</Note>
      )}
      <div className="campaign-columns">
        <Progress campaign={campaign} active={active} />
        <NumberPanel campaign={campaign} />
      </div>
      {counters.failed > 0 && <FailureReasons campaign={campaign} />}
      <LiveQueue campaign={campaign} />
      <MessageDrawer />
      {changing && <ChangeNumber campaign={campaign} onClose={() => setChanging(false)} />}
    </>
  );
}

type Deed = 'start' | 'pause' | 'resume' | 'stop';

const SHORTCUTS = { pause: 'p', resume: 'p', start: undefined };

/** What can be done about a campaign as it stands. */
function Actions({ campaign, onChange }: { campaign: Campaign; onChange: () => void }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [stopping, setStopping] = useState(false);
  const { publicId, status } = campaign;
  const act = useMutation({
    mutationFn: (deed: Deed) =>
      call<Campaign>('POST', `/api/v1/campaigns/${publicId}/${deed}`, deed === 'start' ? {} : undefined),
    onSuccess: (changed) => {
      queries.setQueryData(campaignQuery(publicId).queryKey, changed);
      setStopping(false);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['campaigns'] }),
  });
  const deed = (name: Exclude<Deed, 'stop'>, look?: 'primary') => (
    <Button
      {...(look ? { look } : {})}
      aria-keyshortcuts={SHORTCUTS[name]}
      busy={act.isPending && act.variables === name}
      onClick={() => act.mutate(name)}
    >
      {t(`campaign.do.${name}`)}
    </Button>
  );
  return (
    <>
      {status === 'draft' && (
        <Link href={`/campaigns/new/check?c=${publicId}`} className="button">
          {t('campaign.edit')}
        </Link>
      )}
      {(status === 'draft' || status === 'scheduled') && deed('start', 'primary')}
      {status === 'running' && deed('pause')}
      {status === 'paused' && deed('resume', 'primary')}
      {isOpen(campaign) && (
        <Button aria-keyshortcuts="n" onClick={onChange}>
          {t('change.open')}
        </Button>
      )}
      {(status === 'running' || status === 'paused' || status === 'scheduled') && (
        <Button look="danger" onClick={() => setStopping(true)}>
          {t('campaign.do.stop.open')}
        </Button>
      )}
      {status !== 'draft' && (
        <a className="button" href={`/api/v1/campaigns/${publicId}/report.csv`} download>
          {t('campaign.report')}
        </a>
      )}
      {act.error && !stopping && <ErrorNote error={act.error} />}
      <Dialog
        title={t('campaign.stop.title', { name: campaign.name })}
        about={t('campaign.stop.about', { count: campaign.counters.pending })}
        open={stopping}
        onClose={() => setStopping(false)}
      >
        {act.error && <ErrorNote error={act.error} />}
        <div className="dialog-actions">
          <Button onClick={() => setStopping(false)}>{t('cancel')}</Button>
          <Button look="danger" busy={act.isPending} onClick={() => act.mutate('stop')}>
            {t('campaign.stop.submit', { count: campaign.counters.pending })}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
