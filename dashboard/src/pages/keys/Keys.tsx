import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keysQuery } from '../../api/access';
import { revokeKey } from '../../api/deeds';
import type { ApiKey } from '../../api/types/access';
import { PageHead } from '../../app/PageHead';
import { useNarrow } from '../../app/useNarrow';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Empty, ErrorNote, Note, Skeleton } from '../../ui/Notes';
import { TypedConfirm } from '../../ui/TypedConfirm';
import { CreateKey } from './CreateKey';
import { FirstCalls } from './FirstCalls';
import '../messages/messages.css';
import './keys.css';

/** The keys of programs, and how they call; on a phone only to look at. */
export default function Keys() {
  const { t } = useI18n();
  const narrow = useNarrow();
  const [creating, setCreating] = useState(false);
  return (
    <>
      <PageHead title={t('nav.keys')}>
        <a className="button" href="/docs">
          {t('apikeys.docs')}
        </a>
        {!narrow && (
          <Button look="primary" onClick={() => setCreating(true)}>
            {t('apikeys.create.open')}
          </Button>
        )}
      </PageHead>
      {narrow && <Note>{t('apikeys.phone')}</Note>}
      <Card title={t('apikeys.title')}>
        <List narrow={narrow} onCreate={() => setCreating(true)} />
      </Card>
      <FirstCalls />
      {creating && <CreateKey onClose={() => setCreating(false)} />}
    </>
  );
}

function List({ narrow, onCreate }: { narrow: boolean; onCreate: () => void }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const keys = useQuery(keysQuery);
  if (keys.isPending) {
    return <Skeleton count={1} />;
  }
  if (!keys.data) {
    return <ErrorNote error={keys.error} onRetry={() => void keys.refetch()} />;
  }
  if (keys.data.length === 0) {
    return (
      <Empty title={t('apikeys.empty.title')} text={t('apikeys.empty.text')}>
        {!narrow && <Button onClick={onCreate}>{t('apikeys.create.open')}</Button>}
      </Empty>
    );
  }
  return (
    <>
      <table className="queue keys">
        <thead>
          <tr>
            <th scope="col">{t('apikeys.name')}</th>
            <th scope="col">{t('apikeys.prefix')}</th>
            <th scope="col">{t('apikeys.scopes')}</th>
            <th scope="col">{t('apikeys.used')}</th>
            <th scope="col">{t('apikeys.expires')}</th>
            {!narrow && <th scope="col">{t('message.actions')}</th>}
          </tr>
        </thead>
        <tbody>
          {keys.data.map((key) => (
            <Row key={key.id} apiKey={key} {...(narrow ? {} : { onRevoke: () => setRevoking(key) })} />
          ))}
        </tbody>
      </table>
      {revoking && (
        <TypedConfirm
          title={t('apikeys.revoke.title', { name: revoking.name })}
          about={t('apikeys.revoke.about')}
          word={revoking.name}
          submit={t('apikeys.revoke')}
          deed={revokeKey(revoking.id)}
          onDone={() => {
            setRevoking(null);
            void queries.invalidateQueries({ queryKey: keysQuery.queryKey });
          }}
          onClose={() => setRevoking(null)}
        />
      )}
    </>
  );
}

function Row({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke?: () => void }) {
  const { t, has, format } = useI18n();
  const scopes = apiKey.scopes.map((scope) => {
    const key = `apikeys.scope.${scope}`;
    return has(key) ? t(key) : scope;
  });
  const { lastUsedAt, expiresAt } = apiKey;
  return (
    <tr>
      <td className="name-cell">
        <bdi className="text">{apiKey.name}</bdi>
      </td>
      <td className="mono phone-cell">stf_{apiKey.prefix}_…</td>
      <td className="from-cell">{scopes.join(', ')}</td>
      <td className="used-cell" data-label={t('apikeys.used')}>
        {lastUsedAt ? <time title={format.full(lastUsedAt)}>{format.time(lastUsedAt)}</time> : t('apikeys.never')}
      </td>
      <td className="expiry-cell" data-label={t('apikeys.expires')}>
        {expiresAt ? <time title={format.full(expiresAt)}>{format.day(expiresAt)}</time> : t('apikeys.expires.never')}
      </td>
      {onRevoke && (
        <td className="action-cell">
          <Button aria-label={t('apikeys.revoke.of', { name: apiKey.name })} onClick={onRevoke}>
            {t('apikeys.revoke.open')}
          </Button>
        </td>
      )}
    </tr>
  );
}
