import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { perform } from '../../api/deed';
import { runCampaign } from '../../api/deeds';
import { campaignQuery } from '../../api/queries';
import type { Campaign } from '../../api/types/campaigns';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { CurlButton } from '../../ui/Curl';
import { ErrorNote } from '../../ui/Notes';
import { remedyOf } from './status';

/** The one thing that is mostly done about a campaign as it stands; where there are several, on its page. */
export function MainAction({ campaign }: { campaign: Campaign }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const { publicId, status, name, session } = campaign;
  const act = useMutation({
    mutationFn: (deed: 'pause' | 'resume' | 'start') => perform(runCampaign(publicId, deed)),
    onSuccess: (changed) => queries.setQueryData(campaignQuery(publicId).queryKey, changed),
    onSettled: () => queries.invalidateQueries({ queryKey: ['campaigns'] }),
  });
  const button = (deed: 'pause' | 'resume' | 'start') => (
    <>
      <Button busy={act.isPending} aria-label={`${t(`campaign.do.${deed}`)}: ${name}`} onClick={() => act.mutate(deed)}>
        {t(`campaign.do.${deed}`)}
      </Button>
      <CurlButton deed={runCampaign(publicId, deed)} about={name} />
    </>
  );
  const link = (href: string, words: string) => (
    <Link href={href} className="button" aria-label={`${words}: ${name}`}>
      {words}
    </Link>
  );
  const action = () => {
    switch (status) {
      case 'draft':
        return link(`/campaigns/new/check?c=${publicId}`, t('campaign.edit'));
      case 'scheduled':
        return button('start');
      case 'running':
        return button('pause');
      case 'paused':
        switch (remedyOf(campaign)) {
          case 'choose':
            return link(`/campaigns/${publicId}?change=1`, t('account.choose'));
          case 'change':
            return link(`/campaigns/${publicId}?change=1`, t('change.open'));
          case 'relink':
            return link(
              `/numbers/${encodeURIComponent(session?.id ?? '')}`,
              t('attention.relink', { name: session?.name ?? '' }),
            );
          case 'resume':
            return button('resume');
        }
        break;
      case 'completed':
      case 'stopped':
      case 'failed':
        return (
          <a
            className="button"
            href={`/api/v1/campaigns/${publicId}/report.csv`}
            aria-label={`${t('campaign.report')}: ${name}`}
            download
          >
            {t('campaign.report')}
          </a>
        );
    }
  };
  return (
    <div className="main-action">
      {action()}
      {act.error && <ErrorNote error={act.error} />}
    </div>
  );
}
