import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { perform } from '../../../api/deed';
import { createCampaign } from '../../../api/deeds';
import { campaignQuery, sessionsQuery } from '../../../api/queries';
import type { Session } from '../../../api/types/sessions';
import { PageHead } from '../../../app/PageHead';
import { useI18n } from '../../../i18n/I18n';
import { isolate } from '../../../i18n/isolate';
import { Button } from '../../../ui/Button';
import { Card } from '../../../ui/Card';
import { CurlButton } from '../../../ui/Curl';
import { SelectField, TextField } from '../../../ui/Field';
import { Empty, ErrorNote, Skeleton } from '../../../ui/Notes';
import { isUp } from '../../numbers/states';
import { DropZone } from './DropZone';
import { useNeedsPacing } from './pacing';
import { PROFILES, usualProfile } from './profiles';
import { stepPath, type Step } from './steps';

/** Real ones that are connected first: that is what a campaign is for. */
function rank(session: Session): number {
  return (isUp(session.state) ? 0 : 2) + (session.simulated ? 1 : 0);
}

/** Nothing is there yet: the first thing that is chosen makes the draft. */
export function Begin({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useI18n();
  const sessions = useQuery(sessionsQuery);
  return (
    <>
      <PageHead title={t('new.title')} />
      {sessions.isPending && <Skeleton count={1} />}
      {sessions.error && <ErrorNote error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.data?.length === 0 && (
        <Empty title={t('wizard.noNumber.title')} text={t('wizard.noNumber.text')}>
          <Link href="/numbers" className="button button-primary">
            {t('wizard.noNumber.go')}
          </Link>
        </Empty>
      )}
      {sessions.data && sessions.data.length > 0 && <First sessions={sessions.data} onFile={onFile} />}
    </>
  );
}

function First({ sessions, onFile }: { sessions: readonly Session[]; onFile: (file: File) => void }) {
  const { t, format } = useI18n();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const ordered = sessions.toSorted((one, other) => rank(one) - rank(other));
  const [name, setName] = useState(() => t('wizard.name.default', { time: format.time(Date.now()) }));
  const [sessionId, setSessionId] = useState(ordered[0]?.id ?? '');
  const needsPacing = useNeedsPacing();
  const deed = createCampaign({ name, sessionId, ...PROFILES[usualProfile(needsPacing(sessionId))] });
  const begin = useMutation({
    mutationFn: async (step: Step) => ({
      step,
      campaign: await perform(deed),
    }),
    onSuccess: ({ campaign, step }) => {
      queries.setQueryData(campaignQuery(campaign.publicId).queryKey, campaign);
      go(stepPath(step, campaign.publicId), { replace: true });
    },
  });
  return (
    <Card className="wizard-card" title={t('wizard.who.title')}>
      <div className="form-pair">
        <TextField
          label={t('new.name')}
          required
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <SelectField
          label={t('new.number')}
          hint={t('wizard.number.hint')}
          value={sessionId}
          onChange={(event) => setSessionId(event.target.value)}
        >
          {ordered.map((session) => (
            <option key={session.id} value={session.id}>
              {isolate(session.name)} ({session.international ?? t('numbers.noNumber')}) –{' '}
              {t(`session.${session.state}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <DropZone
        busy={begin.isPending}
        onFile={(file) => {
          onFile(file);
          begin.mutate('who');
        }}
      />
      {begin.error && <ErrorNote error={begin.error} />}
      <div className="row">
        <Button busy={begin.isPending} disabled={name.trim() === ''} onClick={() => begin.mutate('what')}>
          {t('wizard.textFirst')}
        </Button>
        <CurlButton deed={deed} />
      </div>
    </Card>
  );
}
