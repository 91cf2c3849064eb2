import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { ApiError, call } from '../../api/client';
import { perform } from '../../api/deed';
import { moveCampaign } from '../../api/deeds';
import { campaignQuery, sessionsQuery } from '../../api/queries';
import type { Campaign, Outlook, SessionChanged } from '../../api/types/campaigns';
import type { Session } from '../../api/types/sessions';
import { useI18n } from '../../i18n/I18n';
import { isolate } from '../../i18n/isolate';
import { Button } from '../../ui/Button';
import { CurlButton } from '../../ui/Curl';
import { Dialog } from '../../ui/Dialog';
import { SelectField } from '../../ui/Field';
import { ErrorNote, Note } from '../../ui/Notes';
import { lostHow } from '../numbers/states';
import { WhatHappens } from './WhatHappens';

/** The figures move while the campaign runs. */
const FORESEEN_MS = 3_000;

/** The documented control that changes a campaign's number, with what would happen before it does. */
export default function ChangeNumber({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState('');
  const [missing, setMissing] = useState(false);
  const sessions = useQuery(sessionsQuery);
  const path = `/api/v1/campaigns/${campaign.publicId}/session`;
  const change = useMutation({
    mutationFn: (to: string) => perform(moveCampaign(campaign.publicId, to, campaign.version)),
    onSuccess: (changed) => queries.setQueryData(campaignQuery(campaign.publicId).queryKey, changed.campaign),
    onSettled: () => queries.invalidateQueries({ queryKey: ['campaigns'] }),
  });
  const outlook = useQuery({
    queryKey: ['outlook', campaign.publicId, chosen],
    queryFn: () => call<Outlook>('PUT', `${path}?dryRun=true`, { sessionId: chosen }),
    // Once it was done there is nothing left to foresee, and asking would be refused.
    enabled: chosen !== '' && !change.isPending && !change.isSuccess,
    refetchInterval: ({ state }) => (state.error ? false : FORESEEN_MS),
    gcTime: 0,
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setMissing(chosen === '');
    if (chosen !== '') {
      change.mutate(chosen);
    }
  };
  const target = sessions.data?.find(({ id }) => id === chosen);
  if (change.data) {
    return (
      <Dialog title={t('change.title')} open onClose={onClose}>
        <Changed changed={change.data} onClose={onClose} onBack={(to) => change.mutate(to)} />
      </Dialog>
    );
  }
  return (
    <Dialog title={t('change.title')} open onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>
          <b>{t('change.current')}</b> <span className="mono">{campaign.session?.number ?? t('numbers.noNumber')}</span>
        </p>
        <SelectField
          label={t('change.new')}
          value={chosen}
          disabled={change.isPending}
          error={missing ? t('change.missing') : undefined}
          onChange={(event) => {
            setChosen(event.target.value);
            setMissing(false);
            change.reset();
          }}
        >
          <option value="">{t('change.choose')}</option>
          {inOrder(sessions.data ?? []).map((session) => (
            <Choice key={session.id} session={session} campaign={campaign} />
          ))}
        </SelectField>
        {outlook.error && !change.error && <ErrorNote error={outlook.error} />}
        {outlook.data && target && <WhatHappens campaign={campaign} outlook={outlook.data} target={target} />}
        {change.error && <Refused error={change.error} />}
        <div className="dialog-actions">
          {chosen !== '' && <CurlButton deed={moveCampaign(campaign.publicId, chosen, campaign.version)} />}
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" look="primary" busy={change.isPending}>
            {t(change.isPending ? 'change.busy' : 'change.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function isConnected({ state }: Session): boolean {
  return state === 'ready' || state === 'restricted' || state === 'authenticated';
}

/** Those that can be chosen come first. */
function inOrder(sessions: readonly Session[]): Session[] {
  return [...sessions].sort((one, other) => Number(isConnected(other)) - Number(isConnected(one)));
}

/** A number; where it cannot be chosen, it says why. */
function Choice({ session, campaign }: { session: Session; campaign: Campaign }) {
  const { t } = useI18n();
  const why =
    session.id === campaign.sessionId
      ? t('change.why.current')
      : session.simulated !== campaign.simulated
        ? t('change.why.kind')
        : isConnected(session)
          ? null
          : t(`change.why.${lostHow(session)}`);
  return (
    <option value={session.id} disabled={why !== null}>
      {isolate(session.name)} ({session.international ?? t('numbers.noNumber')}){why === null ? '' : ` – ${why}`}
    </option>
  );
}

/** In the server's words; what changed meanwhile was fetched anew and can be tried again. */
function Refused({ error }: { error: Error }) {
  const { t } = useI18n();
  const stale = error instanceof ApiError && error.status === 412;
  return stale ? <Note tone="warn">{t('change.stale')}</Note> : <ErrorNote error={error} />;
}

function Changed({
  changed,
  onClose,
  onBack,
}: {
  changed: SessionChanged;
  onClose: () => void;
  onBack: (to: string) => void;
}) {
  const { t } = useI18n();
  const { oldSessionId } = changed;
  return (
    <div className="stack">
      <div role="status">
        <Note>{t('change.done', { number: changed.newNumber ?? changed.newSessionId })}</Note>
      </div>
      <p className="muted">
        {t('change.done.figures', {
          pending: changed.pendingMessages,
          sent: changed.sentMessages,
          busy: changed.inFlight,
        })}
      </p>
      <div className="dialog-actions">
        {oldSessionId !== null && (
          <>
            <CurlButton deed={moveCampaign(changed.campaign.publicId, oldSessionId, changed.campaign.version)} />
            <Button onClick={() => onBack(oldSessionId)}>{t('change.back')}</Button>
          </>
        )}
        <Button look="primary" onClick={onClose}>
          {t('close')}
        </Button>
      </div>
    </div>
  );
}
