import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { perform, type Deed } from '../../api/deed';
import { createCampaign, runCampaign, unscheduleCampaign } from '../../api/deeds';
import { campaignQuery, fetchMessages } from '../../api/queries';
import type { Campaign, CampaignStatus } from '../../api/types/campaigns';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { CurlButton, CurlMenu } from '../../ui/Curl';
import type { Choice } from '../../ui/CurlChoices';
import { Dialog } from '../../ui/Dialog';
import { ErrorNote, Note } from '../../ui/Notes';
import { isOpen, remedyOf } from './status';

type Move = 'start' | 'pause' | 'resume' | 'stop';

const POSSIBLE: Partial<Record<CampaignStatus, Exclude<Move, 'stop'>>> = {
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
    mutationFn: (deed: Move) => perform(runCampaign(publicId, deed)),
    onSuccess: (changed) => {
      queries.setQueryData(campaignQuery(publicId).queryKey, changed);
      setStopping(false);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['campaigns'] }),
  });
  const possible = POSSIBLE[status];
  const left = useLeftOver(campaign);
  const copy = isOpen(campaign) ? null : copyOf(campaign);
  const commands: Choice[] = [
    ...(possible ? [{ label: t(`campaign.do.${possible}`), deed: runCampaign(publicId, possible) }] : []),
    ...(left > 0 ? [{ label: t('campaign.continue.many'), deed: runCampaign(publicId, 'continue') }] : []),
    ...(status === 'scheduled' ? [{ label: t('campaign.unschedule'), deed: unscheduleCampaign(publicId) }] : []),
    ...(copy ? [{ label: t('campaign.duplicate'), deed: copy }] : []),
  ];
  const deed = (name: Exclude<Move, 'stop'>, look?: 'primary') => (
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
      {left > 0 && <GoOn campaign={campaign} left={left} />}
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
      {copy && <Duplicate deed={copy} />}
      <CurlMenu deeds={commands} />
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

/** To how many a stopped campaign can go on: those whose message was cancelled by the stop; no further than people read. */
function useLeftOver({ publicId, status, counters }: Campaign): number {
  const left = useQuery({
    queryKey: ['messages', 'cancelled', publicId],
    queryFn: async () =>
      (await fetchMessages({ campaignId: publicId, status: 'skipped', limit: MOST })).items.filter(
        ({ reason, step }) => reason === 'cancelled' && step === 0,
      ).length,
    enabled: status === 'stopped' && counters.skipped > 0,
  });
  return status === 'stopped' ? (left.data ?? 0) : 0;
}

/** A new run to those. */
function GoOn({ campaign, left }: { campaign: Campaign; left: number }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const goOn = useMutation({
    mutationFn: () => perform(runCampaign(campaign.publicId, 'continue')),
    onSuccess: ({ publicId }) => go(`/campaigns/${publicId}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['campaigns'] }),
  });
  return (
    <>
      <Button
        look="primary"
        busy={goOn.isPending}
        disabled={campaign.counters.pending > 0}
        onClick={() => goOn.mutate()}
      >
        {left >= MOST ? t('campaign.continue.many') : t('campaign.continue', { count: left })}
      </Button>
      {goOn.error && <ErrorNote error={goOn.error} />}
    </>
  );
}

/** The same text and pace, to other people; null where there is none to be had. */
function copyOf(campaign: Campaign): Deed<Campaign> | null {
  const { name, sessionId, template, variants, messageDelay, contactDelay, businessHours, followUps } = campaign;
  return sessionId === null || template === null
    ? null
    : createCampaign({
        name,
        sessionId,
        template,
        variants,
        messageDelay,
        contactDelay,
        businessHours,
        followUps: followUps.map(({ after, template, unlessReplied }) => ({ after, template, unlessReplied })),
      });
}

/** Makes a new draft of it. */
function Duplicate({ deed }: { deed: Deed<Campaign> }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const copy = useMutation({
    mutationFn: () => perform(deed),
    onSuccess: ({ publicId }) => go(`/campaigns/new/who?c=${publicId}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['campaigns'] }),
  });
  return (
    <>
      <Button busy={copy.isPending} onClick={() => copy.mutate()}>
        {t('campaign.duplicate')}
      </Button>
      {copy.error && <ErrorNote error={copy.error} />}
    </>
  );
}

/** Back to a draft, to be edited or deleted. */
function Unschedule({ campaign }: { campaign: Campaign }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const edit = useMutation({
    mutationFn: () => perform(unscheduleCampaign(campaign.publicId)),
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
      {edit.error && <ErrorNote error={edit.error} />}
    </>
  );
}
