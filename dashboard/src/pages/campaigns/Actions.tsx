import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { perform } from '../../api/deed';
import { createCampaign, runCampaign, unscheduleCampaign } from '../../api/deeds';
import { campaignQuery, fetchMessages } from '../../api/queries';
import type { Campaign, CampaignStatus } from '../../api/types/campaigns';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { CurlButton, CurlMenu } from '../../ui/Curl';
import { Dialog } from '../../ui/Dialog';
import { ErrorNote, Note } from '../../ui/Notes';
import { isOpen, remedyOf } from './status';

type Deed = 'start' | 'pause' | 'resume' | 'stop';

const POSSIBLE: Partial<Record<CampaignStatus, Exclude<Deed, 'stop'>>> = {
  draft: 'start',
  scheduled: 'start',
  running: 'pause',
  paused: 'resume',
};

const SHORTCUTS = { pause: 'p', resume: 'p', start: undefined };

/** What can be done about a campaign as it stands; the first is the main thing. */
export function Actions({
  campaign,
  onChange,
  onEdit,
}: {
  campaign: Campaign;
  onChange: () => void;
  onEdit: () => void;
}) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [stopping, setStopping] = useState(false);
  const { publicId, status } = campaign;
  const act = useMutation({
    mutationFn: (deed: Deed) => perform(runCampaign(publicId, deed)),
    onSuccess: (changed) => {
      queries.setQueryData(campaignQuery(publicId).queryKey, changed);
      setStopping(false);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['campaigns'] }),
  });
  const possible = POSSIBLE[status];
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
      {status === 'paused' && (remedyOf(campaign) === 'resume' ? deed('resume', 'primary') : deed('resume'))}
      {status === 'stopped' && <GoOn campaign={campaign} />}
      {isOpen(campaign) && (
        <Button aria-keyshortcuts="n" onClick={onChange}>
          {t('change.open')}
        </Button>
      )}
      {(status === 'running' || status === 'paused') && <Button onClick={onEdit}>{t('edit.open')}</Button>}
      {status === 'scheduled' && <Unschedule campaign={campaign} />}
      {(status === 'running' || status === 'paused' || status === 'scheduled') && (
        <Button look="danger" onClick={() => setStopping(true)}>
          {t('campaign.do.stop.open')}
        </Button>
      )}
      {status !== 'draft' && (
        <a
          className={status === 'completed' ? 'button button-primary' : 'button'}
          href={`/api/v1/campaigns/${publicId}/report.csv`}
          download
        >
          {t('campaign.report')}
        </a>
      )}
      {!isOpen(campaign) && <Duplicate campaign={campaign} />}
      {possible && (
        <CurlMenu deeds={[{ label: t(`campaign.do.${possible}`), deed: runCampaign(publicId, possible) }]} />
      )}
      {act.error && !stopping && <ErrorNote error={act.error} />}
      <Dialog
        title={t('campaign.stop.title', { name: campaign.name })}
        about={`${t('campaign.stop.about', { count: campaign.counters.pending })} ${t('campaign.stop.rest')}`}
        open={stopping}
        onClose={() => setStopping(false)}
      >
        {campaign.followUps.length > 0 && <Note tone="warn">{t('campaign.stop.followUps')}</Note>}
        {act.error && <ErrorNote error={act.error} />}
        <div className="dialog-actions">
          <CurlButton deed={runCampaign(publicId, 'stop')} />
          <Button onClick={() => setStopping(false)}>{t('cancel')}</Button>
          <Button look="danger" busy={act.isPending} onClick={() => act.mutate('stop')}>
            {t('campaign.stop.submit', { count: campaign.counters.pending })}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

const MOST = 1000;

/** A new run to those whose message was cancelled by the stop. */
function GoOn({ campaign }: { campaign: Campaign }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const left = useQuery({
    queryKey: ['messages', 'cancelled', campaign.publicId],
    queryFn: async () =>
      (await fetchMessages({ campaignId: campaign.publicId, status: 'skipped', limit: MOST })).items.filter(
        ({ reason, step }) => reason === 'cancelled' && step === 0,
      ).length,
    enabled: campaign.counters.skipped > 0,
  });
  const goOn = useMutation({
    mutationFn: () => perform(runCampaign(campaign.publicId, 'continue')),
    onSuccess: ({ publicId }) => go(`/campaigns/${publicId}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['campaigns'] }),
  });
  return (
    <>
      {left.data !== undefined && left.data > 0 && (
        <Button
          look="primary"
          busy={goOn.isPending}
          disabled={campaign.counters.pending > 0}
          onClick={() => goOn.mutate()}
        >
          {left.data >= MOST ? t('campaign.continue.many') : t('campaign.continue', { count: left.data })}
        </Button>
      )}
      {left.data !== undefined && left.data > 0 && (
        <CurlMenu deeds={[{ label: t('campaign.continue.many'), deed: runCampaign(campaign.publicId, 'continue') }]} />
      )}
      {goOn.error && <ErrorNote error={goOn.error} />}
    </>
  );
}

/** The same text and pace as a new draft, to other people. */
function Duplicate({ campaign }: { campaign: Campaign }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const { name, sessionId, template, variants, messageDelay, contactDelay, businessHours, followUps } = campaign;
  const deed = createCampaign({
    name,
    sessionId,
    template,
    variants,
    messageDelay,
    contactDelay,
    businessHours,
    followUps: followUps.map(({ after, template, unlessReplied }) => ({ after, template, unlessReplied })),
  });
  const copy = useMutation({
    mutationFn: () => perform(deed),
    onSuccess: ({ publicId }) => go(`/campaigns/new/who?c=${publicId}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['campaigns'] }),
  });
  if (sessionId === null || template === null) {
    return null;
  }
  return (
    <>
      <Button busy={copy.isPending} onClick={() => copy.mutate()}>
        {t('campaign.duplicate')}
      </Button>
      <CurlMenu deeds={[{ label: t('campaign.duplicate'), deed }]} />
      {copy.error && <ErrorNote error={copy.error} />}
    </>
  );
}

/** Back to a draft, to be edited or deleted. */
function Unschedule({ campaign }: { campaign: Campaign }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const deed = unscheduleCampaign(campaign.publicId);
  const edit = useMutation({
    mutationFn: () => perform(deed),
    onSuccess: (changed) => {
      queries.setQueryData(campaignQuery(campaign.publicId).queryKey, changed);
      go(`/campaigns/new/what?c=${campaign.publicId}`);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['campaigns'] }),
  });
  return (
    <>
      <Button busy={edit.isPending} onClick={() => edit.mutate()}>
        {t('campaign.unschedule')}
      </Button>
      <CurlMenu deeds={[{ label: t('campaign.unschedule'), deed }]} />
      {edit.error && <ErrorNote error={edit.error} />}
    </>
  );
}
