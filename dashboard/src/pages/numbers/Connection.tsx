import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { HIDDEN, perform } from '../../api/deed';
import { changeNumber, runNumber } from '../../api/deeds';
import { enginesQuery } from '../../api/queries';
import type { Engine, Session } from '../../api/types/sessions';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { CopyButton } from '../../ui/Copy';
import { CurlButton } from '../../ui/Curl';
import { TextField } from '../../ui/Field';
import { ErrorNote } from '../../ui/Notes';
import { useSettingWords } from './settings';

/** What the engine was told about this number, to be changed without linking it anew; and where the other side calls. */
export function Connection({ session }: { session: Session }) {
  const { t } = useI18n();
  const engines = useQuery(enginesQuery);
  const engine = engines.data?.find((each) => each.name === session.engine);
  if (!engine || (engine.settings.length === 0 && !session.webhookUrl)) {
    return null;
  }
  return (
    <Card title={t('connection.title')}>
      {session.webhookUrl && <WebhookAddress url={session.webhookUrl} />}
      {engine.settings.length > 0 && <Settings key={session.id} session={session} engine={engine} />}
    </Card>
  );
}

function WebhookAddress({ url }: { url: string }) {
  const { t } = useI18n();
  const reachable = !url.startsWith('/');
  return (
    <div className="stack">
      <p className="muted">{t(reachable ? 'connection.webhook.about' : 'connection.webhook.none')}</p>
      <div className="row">
        <code className="address">{url}</code>
        <CopyButton look="quiet" text={url} label={t('copy')} name={`${t('copy')}: ${t('connection.webhook')}`} />
      </div>
    </div>
  );
}

function Settings({ session, engine }: { session: Session; engine: Engine }) {
  const { t } = useI18n();
  const words = useSettingWords();
  const queries = useQueryClient();
  const [changed, setChanged] = useState<Record<string, string>>({});
  const now = (name: string) => session.settings[name]?.value ?? '';
  const told = Object.entries(changed).filter(([name, value]) => value !== now(name));
  const secret = new Set(engine.settings.flatMap((each) => (each.secret ? [each.name] : [])));
  const deed = (hide: boolean) =>
    changeNumber(session.id, {
      settings: Object.fromEntries(told.map(([name, value]) => [name, hide && secret.has(name) ? HIDDEN : value])),
    });
  const save = useMutation({
    mutationFn: async () => {
      await perform(deed(false));
      return perform(runNumber(session.id, 'restart'));
    },
    onSuccess: () => setChanged({}),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      {engine.settings.map((setting) => (
        <TextField
          key={setting.name}
          {...words(engine.name, setting)}
          type={setting.secret ? 'password' : 'text'}
          autoComplete="off"
          placeholder={setting.secret && session.settings[setting.name]?.set ? t('connection.kept') : undefined}
          required={setting.required && !setting.secret}
          value={changed[setting.name] ?? now(setting.name)}
          onChange={(event) => setChanged({ ...changed, [setting.name]: event.target.value })}
        />
      ))}
      {save.error && <ErrorNote error={save.error} />}
      <div className="row">
        <Button type="submit" busy={save.isPending} disabled={told.length === 0}>
          {t('connection.save')}
        </Button>
        <CurlButton deed={deed(true)} />
        <span role="status" className="muted">
          {save.isSuccess && t('saved')}
        </span>
      </div>
    </form>
  );
}
