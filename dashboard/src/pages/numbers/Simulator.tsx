import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { call } from '../../api/client';
import { perform, type Deed } from '../../api/deed';
import { behaveSimulated, happenSimulated } from '../../api/deeds';
import type { Session } from '../../api/types/sessions';
import type { Behaviour } from '../../api/types/simulator';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { CurlButton, CurlMenu } from '../../ui/Curl';
import { CheckBox, TextField } from '../../ui/Field';
import { ErrorNote } from '../../ui/Notes';
import { DELAYS, PRESETS, presetOf, RATES, secondsOf, SWITCHES, type Preset } from './behaviour';
import { isUp } from './states';

/** How a simulated number and its people behave, so that every trouble can be seen without having it. */
export default function Simulator({ session }: { session: Session }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const query = {
    queryKey: ['behaviour', session.id],
    queryFn: () => call<Behaviour>('GET', `/api/v1/simulator/sessions/${encodeURIComponent(session.id)}/behaviour`),
  };
  const behaviour = useQuery(query);
  const behave = useMutation({
    mutationFn: (body: object) => perform(behaveSimulated(session.id, body)),
    onSuccess: (set) => queries.setQueryData(query.queryKey, set),
  });
  const now = behaviour.data && presetOf(behaviour.data);
  return (
    <Card title={t('simulator.title')} className="simulated">
      <p className="muted">{t('simulator.about')}</p>
      {behaviour.error && <ErrorNote error={behaviour.error} onRetry={() => void behaviour.refetch()} />}
      {behaviour.data && (
        <>
          <div className="row" role="group" aria-label={t('simulator.presets')} data-behaviour={now ?? 'own'}>
            {(Object.keys(PRESETS) as Preset[]).map((name) => (
              <button
                key={name}
                type="button"
                className="chip"
                aria-pressed={name === now}
                title={t(`simulator.preset.${name}.about`)}
                onClick={() => behave.mutate(PRESETS[name])}
              >
                {t(`simulator.preset.${name}`)}
              </button>
            ))}
          </div>
          <p className="muted" role="status">
            {now === undefined ? t('simulator.own') : t(`simulator.preset.${now}.about`)}
          </p>
          {behave.error && <ErrorNote error={behave.error} />}
          <details className="fine-values">
            <summary>{t('simulator.fine')}</summary>
            <FineValues
              key={JSON.stringify(behaviour.data)}
              session={session}
              behaviour={behaviour.data}
              busy={behave.isPending}
              onSave={(body) => behave.mutate(body)}
            />
          </details>
        </>
      )}
      <Happenings session={session} />
    </Card>
  );
}

interface FineProps {
  session: Session;
  behaviour: Behaviour;
  busy: boolean;
  onSave: (body: object) => void;
}

/** Every value of the behaviour by itself. */
function FineValues({ session, behaviour, busy, onSave }: FineProps) {
  const { t } = useI18n();
  const [form, setForm] = useState<Record<string, string>>({
    replyText: behaviour.replyText,
    ...Object.fromEntries(RATES.map((name) => [name, String(Math.round(behaviour[name] * 1000) / 10)])),
    ...Object.fromEntries(
      DELAYS.flatMap((name) => [
        [`${name}.min`, String(secondsOf(behaviour[name].min))],
        [`${name}.max`, String(secondsOf(behaviour[name].max))],
      ]),
    ),
  });
  const [switches, setSwitches] = useState(Object.fromEntries(SWITCHES.map((name) => [name, behaviour[name]])));
  const milliseconds = (name: string) => Math.round(Number(form[name]) * 1000);
  const body = {
    replyText: form['replyText'],
    ...Object.fromEntries(RATES.map((name) => [name, Number(form[name]) / 100])),
    ...Object.fromEntries(
      DELAYS.map((name) => [name, { min: milliseconds(`${name}.min`), max: milliseconds(`${name}.max`) }]),
    ),
    ...switches,
  };
  const number = (name: string, label: string, most?: number) => (
    <TextField
      key={name}
      label={label}
      type="number"
      inputMode="decimal"
      min={0}
      step="any"
      required
      {...(most === undefined ? {} : { max: most })}
      value={form[name]}
      onChange={(event) => setForm({ ...form, [name]: event.target.value })}
    />
  );
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onSave(body);
  };
  return (
    <form className="stack" onSubmit={submit}>
      <div className="form-grid">{RATES.map((name) => number(name, t(`simulator.${name}`), 100))}</div>
      {DELAYS.map((name) => (
        <fieldset key={name} className="plain-set">
          <legend>{t(`simulator.${name}`)}</legend>
          <div className="form-grid">
            {number(`${name}.min`, t('simulator.min'))}
            {number(`${name}.max`, t('simulator.max'))}
          </div>
        </fieldset>
      ))}
      <TextField
        label={t('simulator.replyText')}
        required
        maxLength={1000}
        value={form['replyText']}
        onChange={(event) => setForm({ ...form, replyText: event.target.value })}
      />
      {SWITCHES.map((name) => (
        <CheckBox
          key={name}
          label={t(`simulator.${name}`)}
          checked={switches[name] ?? false}
          onChange={(event) => setSwitches({ ...switches, [name]: event.target.checked })}
        />
      ))}
      <div className="row">
        <Button type="submit" busy={busy}>
          {t('save')}
        </Button>
        <CurlButton deed={behaveSimulated(session.id, body)} />
      </div>
    </form>
  );
}

/** What can happen to the number at once. */
function Happenings({ session }: { session: Session }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [from, setFrom] = useState('');
  const [text, setText] = useState('');
  const happen = useMutation({
    mutationFn: (deed: Deed<unknown>) => perform(deed),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
  const up = isUp(session.state);
  const events = [
    { label: t('simulator.drop'), deed: happenSimulated(session.id, 'drop', {}), possible: up },
    session.state === 'restricted'
      ? { label: t('simulator.unrestrict'), deed: happenSimulated(session.id, 'unrestrict'), possible: true }
      : {
          label: t('simulator.restrict'),
          deed: happenSimulated(session.id, 'restrict', { duration: 'PT24H', kind: 'new_chats' }),
          possible: up,
        },
    { label: t('simulator.logout'), deed: happenSimulated(session.id, 'logout'), possible: up },
    { label: t('simulator.ban'), deed: happenSimulated(session.id, 'ban', {}), possible: up },
  ];
  const say = happenSimulated(session.id, 'say', { from, text });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    happen.mutate(say, { onSuccess: () => setText('') });
  };
  return (
    <div className="stack">
      <h3>{t('simulator.happen')}</h3>
      <div className="row" role="group" aria-label={t('simulator.happen')}>
        {events.map(({ label, deed, possible }) => (
          <Button key={label} disabled={!possible || happen.isPending} onClick={() => happen.mutate(deed)}>
            {label}
          </Button>
        ))}
        <CurlMenu deeds={events} />
      </div>
      <form className="stack" onSubmit={submit}>
        <div className="form-grid">
          <TextField
            label={t('simulator.say.from')}
            type="tel"
            required
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
          <TextField
            label={t('simulator.say.text')}
            required
            maxLength={1000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <div className="row">
          <Button type="submit" disabled={!up || happen.isPending}>
            {t('simulator.say')}
          </Button>
          <CurlButton deed={say} />
        </div>
      </form>
      {happen.error && <ErrorNote error={happen.error} />}
    </div>
  );
}
