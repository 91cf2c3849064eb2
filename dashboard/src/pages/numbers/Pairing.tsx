import * as Tabs from '@radix-ui/react-tabs';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type SyntheticEvent } from 'react';
import { perform } from '../../api/deed';
import { askPairingCode, runNumber, scanSimulated } from '../../api/deeds';
import { pairingQuery } from '../../api/queries';
import type { Pairing as Linking, Session } from '../../api/types/sessions';
import { useNow } from '../../app/LiveChip';
import { useI18n } from '../../i18n/I18n';
import type { TextKey } from '../../i18n/languages';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { CopyButton } from '../../ui/Copy';
import { CurlButton } from '../../ui/Curl';
import { TextField } from '../../ui/Field';
import { ErrorNote, Note } from '../../ui/Notes';
import { CODES, type CodesShown } from './codesShown';

const STEPS: readonly TextKey[] = ['pair.step.1', 'pair.step.2', 'pair.step.3'];
const smallScreen = window.matchMedia('(max-width: 767px)');

/** Links a phone: by the picture it scans, or by a code that is typed on it. A phone cannot scan itself. */
export function Pairing({ session, shown }: { session: Session; shown: CodesShown }) {
  const { t } = useI18n();
  const step = useQuery({ ...pairingQuery(session.id), refetchInterval: 2_000 }).data?.externalStep;
  if (step) {
    return <Elsewhere step={step} />;
  }
  return (
    <Card title={t('pair.title')}>
      <Tabs.Root defaultValue={smallScreen.matches ? 'code' : 'qr'} className="stack">
        <Tabs.List className="tabs" aria-label={t('pair.title')}>
          <Tabs.Trigger value="qr" className="tab">
            {t('pair.qr')}
          </Tabs.Trigger>
          <Tabs.Trigger value="code" className="tab">
            {t('pair.code')}
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="qr" className="pair-columns">
          <Picture session={session} shown={shown} />
          <Steps />
        </Tabs.Content>
        <Tabs.Content value="code">
          <TypedCode session={session} />
        </Tabs.Content>
      </Tabs.Root>
    </Card>
  );
}

/** What only the engine's own page can carry out: codes are of no use meanwhile. */
function Elsewhere({ step }: { step: NonNullable<Linking['externalStep']> }) {
  const { t, has } = useI18n();
  const about = `pair.elsewhere.${step.kind}`;
  return (
    <Card title={t('pair.title')}>
      <Note tone="warn">{t(has(about) ? about : 'pair.elsewhere.other')}</Note>
      {step.url === null ? (
        <p className="muted">{t('pair.elsewhere.nowhere')}</p>
      ) : (
        <div className="row">
          <a className="button button-primary" href={step.url} target="_blank" rel="noreferrer">
            {t('pair.elsewhere.open')}
          </a>
        </div>
      )}
      <p className="muted">{t('pair.elsewhere.then')}</p>
    </Card>
  );
}

function Steps() {
  const { t } = useI18n();
  return (
    <ol className="steps">
      {STEPS.map((step) => (
        <li key={step}>{t(step)}</li>
      ))}
    </ol>
  );
}

function Picture({ session, shown }: { session: Session; shown: CodesShown }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const restart = runNumber(session.id, 'restart');
  const pairing = useQuery({ ...pairingQuery(session.id), refetchInterval: 2_000 });
  const qr = pairing.data?.qr;
  const { add } = shown;
  useEffect(() => {
    if (qr) {
      add(qr.code);
    }
  });
  const now = useNow(true);
  const again = useMutation({
    mutationFn: () => perform(restart),
    onSuccess: () => {
      shown.forget();
      queries.removeQueries({ queryKey: ['pairing', session.id] });
    },
  });
  if (shown.spent) {
    return (
      <div className="stack">
        <Note tone="warn">{t('pair.expired')}</Note>
        <div className="row">
          <Button look="primary" busy={again.isPending} onClick={() => again.mutate()}>
            {t('pair.again')}
          </Button>
          <CurlButton deed={restart} />
        </div>
      </div>
    );
  }
  if (pairing.error) {
    return <ErrorNote error={pairing.error} onRetry={() => void pairing.refetch()} />;
  }
  if (!qr) {
    return <p className="muted">{t('pair.waiting')}</p>;
  }
  const left = Math.max(0, Math.ceil((Date.parse(qr.expiresAt) - now) / 1000));
  return (
    <div className="stack pair-picture">
      <div className="qr" data-code={qr.code}>
        <img
          src={`/api/v1/sessions/${encodeURIComponent(session.id)}/qr?shown=${encodeURIComponent(qr.expiresAt)}`}
          alt={t('pair.alt')}
          width="296"
          height="296"
        />
      </div>
      <p className="muted">
        {t('pair.count', { number: shown.count, most: CODES })} · {t('pair.left', { seconds: left })}
      </p>
      {session.simulated && <Scan session={session} />}
    </div>
  );
}

function Scan({ session }: { session: Session }) {
  const { t } = useI18n();
  const deed = scanSimulated(session.id);
  const scan = useMutation({
    mutationFn: () => perform(deed),
  });
  return (
    <>
      <div className="row">
        <Button look="primary" busy={scan.isPending} onClick={() => scan.mutate()}>
          {t('pair.simulate')}
        </Button>
        <CurlButton deed={deed} />
      </div>
      {scan.error && <ErrorNote error={scan.error} />}
    </>
  );
}

function TypedCode({ session }: { session: Session }) {
  const { t, format } = useI18n();
  const [phone, setPhone] = useState(session.ownNumber ?? '');
  const deed = askPairingCode(session.id, phone);
  const ask = useMutation({
    mutationFn: () => perform(deed),
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  return (
    <div className="pair-columns">
      <form className="stack" onSubmit={submit}>
        <TextField
          label={t('pair.phone')}
          hint={t('pair.phone.hint')}
          type="tel"
          autoComplete="tel"
          required
          value={phone}
          onChange={(event) => setPhone(event.target.value)}
        />
        <div className="row">
          <Button type="submit" busy={ask.isPending}>
            {t('pair.ask')}
          </Button>
          <CurlButton deed={deed} />
        </div>
        {ask.error && <ErrorNote error={ask.error} />}
      </form>
      {ask.data && (
        <div className="stack" role="status">
          <p className="code">{ask.data.code}</p>
          <p className="muted">{t('pair.code.until', { time: format.clock(ask.data.expiresAt) })}</p>
          <div className="row">
            <CopyButton text={ask.data.code} label={t('copy')} />
          </div>
          <p>{t('pair.code.how')}</p>
        </div>
      )}
    </div>
  );
}
