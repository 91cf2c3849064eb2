import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { keysQuery, meQuery } from '../../api/access';
import { campaignsQuery, fetchAudit, sessionsQuery } from '../../api/queries';
import type { AuditEntry } from '../../api/types/access';
import { type Translate, useI18n } from '../../i18n/I18n';
import { webhooksQuery } from '../../api/webhooks';
import { Button } from '../../ui/Button';
import { Empty, ErrorNote, Skeleton } from '../../ui/Notes';
import { hostOf } from '../webhooks/words';

/** Who did what, the latest first. */
export function AuditLog() {
  const { t } = useI18n();
  const audit = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam }) => fetchAudit(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 30_000,
  });
  const names = useNames();
  if (audit.isPending) {
    return <Skeleton count={1} />;
  }
  if (!audit.data) {
    return <ErrorNote error={audit.error} onRetry={() => void audit.refetch()} />;
  }
  const entries = audit.data.pages.flatMap((page) => page.items);
  if (entries.length === 0) {
    return <Empty title={t('log.empty.title')} text={t('log.empty.text')} />;
  }
  return (
    <div className="stack">
      <table className="queue log audit-log">
        <thead>
          <tr>
            <th scope="col">{t('log.at')}</th>
            <th scope="col">{t('log.who')}</th>
            <th scope="col">{t('log.what')}</th>
            <th scope="col">{t('log.about')}</th>
            <th scope="col">{t('log.more')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Row key={entry.id} entry={entry} names={names} />
          ))}
        </tbody>
      </table>
      {audit.hasNextPage && (
        <div className="row">
          <Button busy={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
            {t('queue.more')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** What people call what the entries name: campaigns, numbers, webhooks and keys; oneself needs no name. */
function useNames(): ReadonlyMap<string, string> {
  const campaigns = useQuery(campaignsQuery);
  const sessions = useQuery(sessionsQuery);
  const keys = useQuery(keysQuery);
  const webhooks = useQuery(webhooksQuery);
  const me = useQuery(meQuery);
  return new Map([
    ...(campaigns.data ?? []).map(({ publicId, name }) => [`campaign:${publicId}`, name] as const),
    ...(sessions.data ?? []).map(({ id, name }) => [`session:${id}`, name] as const),
    ...(webhooks.data ?? []).map(({ id, url, description }) => [`webhook:${id}`, description || hostOf(url)] as const),
    ...(keys.data ?? []).map(({ prefix, name }) => [`key:${prefix}`, name] as const),
    ...(me.data ? [[`user:${me.data.id}`, me.data.email] as const] : []),
  ]);
}

function Row({ entry, names }: { entry: AuditEntry; names: ReadonlyMap<string, string> }) {
  const { t, has, format } = useI18n();
  const deed = `deed.${entry.action}`;
  const kind = entry.subject.startsWith('webhook:') ? 'webhook_' : '';
  const facts = Object.entries(entry.detail).map(([name, value]) => {
    const fact = `fact.${name}`;
    const said = spoken(value, t);
    const reason = `reason.${kind}${said}`;
    return `${has(fact) ? t(fact) : name}: ${name === 'reason' && has(reason) ? t(reason) : said}`;
  });
  return (
    <tr>
      <td className="log-at">
        <time dateTime={entry.at} title={format.full(entry.at)}>
          {format.time(entry.at)}
        </time>
      </td>
      <td className="log-who text">
        <Actor actor={entry.actor} names={names} />
      </td>
      <td className="log-what">{has(deed) ? t(deed) : entry.action}</td>
      <td className="log-about text">
        <Subject subject={entry.subject} names={names} />
      </td>
      <td className="log-more muted text">{facts.join(' · ')}</td>
    </tr>
  );
}

/** A value as people write it. */
function spoken(value: unknown, t: Translate): string {
  if (typeof value === 'boolean') {
    return t(value ? 'log.fact.yes' : 'log.fact.no');
  }
  if (Array.isArray(value)) {
    return value.map((item) => spoken(item, t)).join(', ');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A person by their e-mail, a program by its key, or the product itself. */
function Actor({ actor, names }: { actor: string; names: ReadonlyMap<string, string> }) {
  const { t } = useI18n();
  const [, kind, id] = /^(\w+):(.+)$/.exec(actor) ?? [];
  if (kind === 'key') {
    return <>{t('log.key', { name: names.get(actor) ?? id ?? '' })}</>;
  }
  return <>{actor === 'system' || kind === 'system' ? t('log.system') : (id ?? actor)}</>;
}

function Subject({ subject, names }: { subject: string; names: ReadonlyMap<string, string> }) {
  const { t } = useI18n();
  const [, kind, id] = /^(\w+):(.+)$/.exec(subject) ?? [];
  if (kind === 'campaign' && id) {
    return <Link href={`/campaigns/${id}`}>{names.get(subject) ?? id}</Link>;
  }
  if (kind === 'session' && id) {
    return <Link href={`/numbers/${encodeURIComponent(id)}`}>{names.get(subject) ?? id}</Link>;
  }
  if (kind === 'webhook' && id) {
    return <Link href={`/webhooks?w=${id}`}>{names.get(subject) ?? subject}</Link>;
  }
  if (kind === 'message' && id) {
    return <Link href={`/queue?m=${id}`}>{t('message.title', { id })}</Link>;
  }
  if (kind === 'api_key' && id) {
    return <>{t('log.key', { name: names.get(`key:${id}`) ?? id })}</>;
  }
  return <>{names.get(subject) ?? subject}</>;
}
