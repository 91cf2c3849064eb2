import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { call } from '../../../api/client';
import { sessionsQuery } from '../../../api/queries';
import type { Campaign, Preview, Session } from '../../../api/types';
import { useI18n } from '../../../i18n/I18n';
import { Button } from '../../../ui/Button';
import { Card } from '../../../ui/Card';
import { ErrorNote, Note } from '../../../ui/Notes';
import '../../messages/messages.css';
import { isUp } from '../../numbers/states';

const HOURS_A_DAY = 9;

/** A last look: what is sent to whom, what stands in the way, and how long it will take. */
export function CheckStep({ draft }: { draft: Campaign }) {
  const { t, format } = useI18n();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const sessions = useQuery(sessionsQuery);
  const session = sessions.data?.find(({ id }) => id === draft.sessionId);
  const start = useMutation({
    mutationFn: () => call<Campaign>('POST', `/api/v1/campaigns/${draft.publicId}/start`, {}),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['campaigns'] });
      go(`/campaigns/${draft.publicId}`);
    },
  });
  return (
    <div className="wizard-columns">
      {draft.recipients > 0 && <Shown draft={draft} />}
      <Card title={t('new.check')}>
        <ul className="stack">
          {draft.recipients === 0 && <li>{t('new.check.nobody')}</li>}
          {session && !isUp(session.state) && <li>{t('new.check.down', { name: session.name })}</li>}
          {session?.restriction && <li>{t('number.restricted', { until: format.full(session.restriction.until) })}</li>}
          {session && <Arithmetic people={draft.recipients} session={session} hours={draft.businessHours.enabled} />}
        </ul>
        {start.error && <ErrorNote error={start.error} />}
        <div className="row">
          <Button
            look="primary"
            busy={start.isPending}
            disabled={draft.recipients === 0}
            onClick={() => start.mutate()}
          >
            {t('new.start', { count: draft.recipients, number: session?.phoneNumber ?? session?.name ?? '' })}
          </Button>
        </div>
      </Card>
    </div>
  );
}

/** How long the number's limits let it take, and how much shorter with more numbers. */
function Arithmetic({ people, session, hours }: { people: number; session: Session; hours: boolean }) {
  const { t, format } = useI18n();
  const perDay = Math.min(session.dailyLimit, session.hourlyLimit * (hours ? HOURS_A_DAY : 24));
  const days = (numbers: number) => Math.ceil(people / (perDay * numbers));
  return (
    <>
      <li>{t('new.check.pace', { day: format.number(perDay), days: days(1) })}</li>
      {days(1) > 1 && <li>{t('new.check.three', { days: days(3) })}</li>}
    </>
  );
}

/** What each person gets, written by the very code that sends it. */
function Shown({ draft }: { draft: Campaign }) {
  const { t, format } = useI18n();
  const [row, setRow] = useState(1);
  const preview = useQuery({
    queryKey: ['campaigns', draft.publicId, 'preview', row, draft.version],
    queryFn: () => call<Preview>('GET', `/api/v1/campaigns/${draft.publicId}/preview?row=${row}`),
  });
  return (
    <Card title={t('new.preview')}>
      {preview.error && <ErrorNote error={preview.error} />}
      {preview.data && (
        <>
          <p className="mono">{preview.data.phone}</p>
          {preview.data.text === null ? (
            <Note tone="bad">{preview.data.error}</Note>
          ) : (
            <p className="bubble">{preview.data.text}</p>
          )}
        </>
      )}
      <div className="row">
        <Button disabled={row === 1} onClick={() => setRow(row - 1)}>
          {t('new.preview.back')}
        </Button>
        <span>
          {format.number(row)} / {format.number(draft.recipients)}
        </span>
        <Button disabled={row === draft.recipients} onClick={() => setRow(row + 1)}>
          {t('new.preview.next')}
        </Button>
      </div>
    </Card>
  );
}
