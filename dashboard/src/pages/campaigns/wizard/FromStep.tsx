import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { perform } from '../../../api/deed';
import { changeCampaign, moveCampaign } from '../../../api/deeds';
import { campaignQuery, sessionsQuery } from '../../../api/queries';
import type { Campaign } from '../../../api/types/campaigns';
import type { Session } from '../../../api/types/sessions';
import { useI18n, type Translate } from '../../../i18n/I18n';
import { Card } from '../../../ui/Card';
import { Meter } from '../../../ui/Meter';
import { ErrorNote, Skeleton } from '../../../ui/Notes';
import '../../numbers/numbers.css';
import { SessionMark } from '../../numbers/SessionMark';
import { isUp, lostHow } from '../../numbers/states';
import { useDraft } from './draft';
import { Pacing } from './Pacing';
import { useNeedsPacing } from './pacing';
import { PROFILES, profileOf, usualProfile } from './profiles';

/** From which number, and how fast. */
export function FromStep() {
  const { campaign } = useDraft();
  return (
    <>
      <Numbers />
      <Pacing key={campaign.sessionId} />
    </>
  );
}

/** Why a number cannot be chosen; those that can have no reason. */
function whyNot(session: Session, campaign: Campaign, t: Translate): string | null {
  if (session.id === campaign.sessionId) {
    return null;
  }
  if (session.simulated !== campaign.simulated) {
    return t('change.why.kind');
  }
  return isUp(session.state) ? null : t(`change.why.${lostHow(session)}`);
}

function Numbers() {
  const { t } = useI18n();
  const { campaign, flush } = useDraft();
  const queries = useQueryClient();
  const sessions = useQuery(sessionsQuery);
  const needsPacing = useNeedsPacing();
  const change = useMutation({
    mutationFn: async (sessionId: string) => {
      await flush();
      const { campaign: moved } = await perform(moveCampaign(campaign.publicId, sessionId));
      const before = usualProfile(needsPacing(campaign.sessionId));
      const after = usualProfile(needsPacing(sessionId));
      // A pace that nobody chose follows the number.
      return before !== after && profileOf(campaign) === before
        ? perform(changeCampaign(moved.publicId, PROFILES[after]))
        : moved;
    },
    onSuccess: (changed) => {
      queries.setQueryData(campaignQuery(campaign.publicId).queryKey, changed);
      void queries.invalidateQueries({ queryKey: ['draft', campaign.publicId] });
    },
  });
  return (
    <Card title={t('new.number')}>
      {sessions.isPending && <Skeleton count={1} />}
      {sessions.error && <ErrorNote error={sessions.error} onRetry={() => void sessions.refetch()} />}
      <div className="cards" role="radiogroup" aria-label={t('new.number')}>
        {sessions.data?.map((session) => (
          <Choice
            key={session.id}
            session={session}
            chosen={session.id === (change.isPending ? change.variables : campaign.sessionId)}
            why={whyNot(session, campaign, t)}
            onChoose={() => change.mutate(session.id)}
          />
        ))}
      </div>
      {change.error && <ErrorNote error={change.error} />}
    </Card>
  );
}

interface ChoiceProps {
  session: Session;
  chosen: boolean;
  why: string | null;
  onChoose: () => void;
}

function Choice({ session, chosen, why, onChoose }: ChoiceProps) {
  const { t, format } = useI18n();
  const { usage } = session;
  return (
    <label className={chosen ? 'choice choice-chosen' : 'choice'}>
      <span className="row spread">
        <span className="row choice-name">
          <input type="radio" name="number" checked={chosen} disabled={why !== null} onChange={onChoose} />
          <b className="text">{session.name}</b>
        </span>
        <SessionMark state={session.state} />
      </span>
      <span className={session.international === null ? 'muted' : 'mono muted'}>
        {session.international ?? t('numbers.noNumber')}
      </span>
      <span className="row">
        <Meter
          label={t('numbers.day')}
          used={usage.today}
          most={session.dailyLimit}
          text={`${format.number(usage.today)}/${format.limit(session.dailyLimit)}`}
        />
        <Meter
          label={t('numbers.hour')}
          used={usage.lastHour}
          most={session.hourlyLimit}
          text={`${format.number(usage.lastHour)}/${format.limit(session.hourlyLimit)}`}
        />
      </span>
      {why && <span className="muted">{why}</span>}
    </label>
  );
}
