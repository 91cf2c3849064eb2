import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { perform } from '../../../api/deed';
import { runCampaign, scheduleCampaign } from '../../../api/deeds';
import { sessionsQuery } from '../../../api/queries';
import { useI18n } from '../../../i18n/I18n';
import { Button } from '../../../ui/Button';
import { Card } from '../../../ui/Card';
import { CurlButton } from '../../../ui/Curl';
import { TextArea } from '../../../ui/Field';
import { ErrorNote, Skeleton } from '../../../ui/Notes';
import { Marked } from '../../../ui/Marked';
import { named } from '../../numbers/named';
import '../../messages/messages.css';
import { checkSymbol, findings, type Finding } from './checks';
import { forecastQuery, importsQuery, notableQuery, preflightQuery, previewQuery, useDraft } from './draft';
import { CannotWrite } from './PreviewPane';
import { Finish } from './Rail';
import { stepPath } from './steps';
import { TryIt } from './TryIt';
import { useCountryName } from './useCountryName';
import { plannedStart } from './when';

/** A last look: what stands in the way, what three people get, and the button that says what it does. */
export function CheckStep() {
  const { campaign } = useDraft();
  const ready = campaign.recipients > 0 && campaign.template !== null;
  return (
    <>
      <Flight />
      {ready && <Three />}
      {ready && <TryIt />}
      <Go />
    </>
  );
}

function Flight() {
  const { t, format } = useI18n();
  const draft = useDraft();
  const { campaign } = draft;
  const id = campaign.publicId;
  const startAt = plannedStart(draft);
  const sessions = useQuery(sessionsQuery);
  const preflight = useQuery({ ...preflightQuery(id, startAt), staleTime: 0 });
  const rows = useQuery({ ...notableQuery(id), enabled: campaign.template !== null });
  const forecast = useQuery({ ...forecastQuery(id, startAt), enabled: campaign.sessionId !== null });
  const imports = useQuery(importsQuery(id));
  const nameOf = useCountryName();
  const session = sessions.data?.find(({ id: own }) => own === campaign.sessionId);
  return (
    <Card title={t('new.check')}>
      {preflight.error && <ErrorNote error={preflight.error} onRetry={() => void preflight.refetch()} />}
      {preflight.isPending && <Skeleton count={1} />}
      {preflight.data && (
        <ul className="findings">
          {findings(
            {
              campaign,
              session,
              preflight: preflight.data,
              rows: rows.data,
              forecast: forecast.data,
              imports: imports.data,
              startAt,
            },
            t,
            format,
            nameOf,
          ).map((finding) => (
            <Found key={finding.text} finding={finding} id={id} />
          ))}
          {forecast.data && campaign.recipients > 0 && (
            <li className="finding">
              <span aria-hidden="true">⏱</span>
              <span>
                <Finish forecast={forecast.data} />
              </span>
            </li>
          )}
        </ul>
      )}
    </Card>
  );
}

function Found({ finding, id }: { finding: Finding; id: string }) {
  const { t } = useI18n();
  return (
    <li className={`finding finding-${finding.tone}`} data-finding={finding.tone}>
      <span aria-hidden="true">{checkSymbol(finding.tone)}</span>
      <span className="text">
        <b>{t(`wizard.finding.${finding.tone}`)}:</b> {finding.text}
      </span>
      {finding.step && (
        <Link href={stepPath(finding.step, id)} className="button">
          {t(`wizard.step.${finding.step}`)}
        </Link>
      )}
    </li>
  );
}

/** The first one, the longest and the shortest, or the first three where those are the same. */
function Three() {
  const { t } = useI18n();
  const { campaign } = useDraft();
  const id = campaign.publicId;
  const notable = useQuery(notableQuery(id));
  const wanted = [1, notable.data?.longest, notable.data?.shortest, 2, 3].filter(
    (row): row is number => typeof row === 'number' && row <= campaign.recipients,
  );
  const rows = notable.data ? [...new Set(wanted)].slice(0, 3) : [];
  const previews = useQueries({ queries: rows.map((row) => previewQuery(id, row)) });
  return (
    <Card title={t('new.preview')}>
      <ul className="cards three">
        {previews.map(
          ({ data }, index) =>
            data && (
              <li key={rows[index]} className="stack">
                <p className="mono">{data.international}</p>
                {data.text === null ? (
                  <CannotWrite error={data.error} />
                ) : (
                  <p className="bubble">
                    <Marked text={data.text} />
                  </p>
                )}
              </li>
            ),
        )}
      </ul>
    </Card>
  );
}

/** The statement that real people agreed, and the button. */
function Go() {
  const { t, format } = useI18n();
  const draft = useDraft();
  const { campaign, flush } = draft;
  const id = campaign.publicId;
  const queries = useQueryClient();
  const [, go] = useLocation();
  const at = plannedStart(draft);
  const preflight = useQuery(preflightQuery(id, at));
  const notable = useQuery({ ...notableQuery(id), enabled: campaign.template !== null });
  const [consent, setConsent] = useState('');
  const agreed = consent.trim() === '' ? {} : { consent: { statement: consent.trim() } };
  const deed = at === null ? runCampaign(id, 'start', agreed) : scheduleCampaign(id, { at, ...agreed });
  const start = useMutation({
    mutationFn: async () => {
      await flush();
      return perform(deed);
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['campaigns'] });
      go(`/campaigns/${id}`);
    },
  });
  const blocked =
    preflight.data?.problems.some(({ code }) => code !== 'consent_required') === true ||
    (!campaign.simulated && consent.trim() === '');
  const missing = notable.data && notable.data.looked >= campaign.recipients ? notable.data.missingCount : 0;
  const effect = {
    count: campaign.recipients - missing,
    number: named(campaign.session),
    ...(at === null ? {} : format.at(at)),
  };
  return (
    <Card>
      {!campaign.simulated && (
        <TextArea
          label={t('wizard.consent')}
          hint={t('wizard.consent.hint')}
          required
          rows={2}
          maxLength={2000}
          value={consent}
          onChange={(event) => setConsent(event.target.value)}
        />
      )}
      {start.error && <ErrorNote error={start.error} />}
      <div className="row">
        <Button
          look="primary"
          aria-keyshortcuts="Control+Enter"
          busy={start.isPending}
          disabled={blocked || campaign.recipients === 0}
          onClick={() => start.mutate()}
        >
          {t(at === null ? 'new.start' : 'wizard.schedule', effect)}
        </Button>
        <CurlButton deed={deed} />
      </div>
      {campaign.recipients === 0 && <p className="muted">{t('wizard.nobody')}</p>}
    </Card>
  );
}
