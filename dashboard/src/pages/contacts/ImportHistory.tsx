import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { importsQuery } from '../../api/people';
import { campaignsQuery } from '../../api/queries';
import { useI18n } from '../../i18n/I18n';
import { Empty, ErrorNote, Skeleton } from '../../ui/Notes';

/** The imports of this many campaigns, the newest, are shown. */
const CAMPAIGNS = 30;

/** Which files people came from, and the rows of them that were refused. */
export function ImportHistory() {
  const { t, format, language } = useI18n();
  const campaigns = useQuery(campaignsQuery);
  const newest = campaigns.data?.slice(0, CAMPAIGNS) ?? [];
  const imports = useQueries({ queries: newest.map(({ publicId }) => importsQuery(publicId)) });
  const failed = imports.find(({ error }) => error !== null);
  if (campaigns.error || failed) {
    return <ErrorNote error={campaigns.error ?? failed?.error} onRetry={() => void campaigns.refetch()} />;
  }
  if (campaigns.isPending || imports.some(({ isPending }) => isPending)) {
    return <Skeleton count={1} />;
  }
  const rows = newest
    .flatMap((campaign, index) => (imports[index]?.data ?? []).map((each) => ({ campaign, each })))
    .sort((one, other) => Date.parse(other.each.createdAt) - Date.parse(one.each.createdAt));
  if (rows.length === 0) {
    return (
      <Empty title={t('imports.empty.title')} text={t('imports.empty.text')}>
        <Link href="/campaigns" className="button">
          {t('contacts.empty.do')}
        </Link>
      </Empty>
    );
  }
  return (
    <table className="queue people imports">
      <thead>
        <tr>
          <th scope="col">{t('imports.file')}</th>
          <th scope="col">{t('queue.campaign')}</th>
          <th scope="col">{t('imports.result')}</th>
          <th scope="col">{t('message.time')}</th>
          <th scope="col">{t('message.actions')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ campaign, each }) => (
          <tr key={each.importId}>
            <td className="name-cell">
              <bdi className="text">{each.fileName ?? t('imports.noName')}</bdi>
            </td>
            <td className="from-cell">
              <Link href={`/campaigns/${campaign.publicId}`}>
                <bdi className="text">{campaign.name}</bdi>
              </Link>
            </td>
            <td className="phone-cell">
              {each.error ??
                (each.state === 'loading'
                  ? t('imports.loading', { accepted: each.accepted })
                  : t('imports.counts', { accepted: each.accepted, rejected: each.rejected }))}
            </td>
            <td className="time-cell">{format.time(each.createdAt)}</td>
            <td className="action-cell">
              {each.rejectedCsv && (
                <a className="button" href={`${each.rejectedCsv}?language=${language}`} download>
                  {t('new.rejected', { count: each.rejected })}
                </a>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
