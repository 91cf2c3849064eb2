import { Link } from 'wouter';
import { ApiError } from '../../api/client';
import { useI18n } from '../../i18n/I18n';
import { Empty, ErrorNote } from '../../ui/Notes';

const NOT_FOUND = 404;

/** Stands where a campaign would: there is none, or nobody could say. */
export function NoCampaign({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useI18n();
  if (!(error instanceof ApiError) || error.status !== NOT_FOUND) {
    return <ErrorNote error={error} onRetry={onRetry} />;
  }
  return (
    <Empty title={t('campaign.gone.title')} text={t('campaign.gone.text')}>
      <Link href="/campaigns" className="button">
        {t('campaign.gone.back')}
      </Link>
    </Empty>
  );
}
