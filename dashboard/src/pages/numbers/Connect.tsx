import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useLocation } from 'wouter';
import { HIDDEN, perform } from '../../api/deed';
import { connectNumber } from '../../api/deeds';
import { enginesQuery } from '../../api/queries';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { CurlButton } from '../../ui/Curl';
import { Dialog } from '../../ui/Dialog';
import { CheckBox, SelectField, TextField } from '../../ui/Field';
import { ErrorNote, Note } from '../../ui/Notes';
import { idFor } from './ids';
import { useSettingWords } from './settings';

/** Makes a session; its page then shows the code to scan. */
export function Connect({ open, onClose, taken }: { open: boolean; onClose: () => void; taken: string[] }) {
  const { t } = useI18n();
  return (
    <Dialog title={t('connect.title')} about={t('connect.about')} open={open} onClose={onClose}>
      <Form taken={taken} onClose={onClose} />
    </Dialog>
  );
}

function Form({ taken, onClose }: { taken: string[]; onClose: () => void }) {
  const { t, has } = useI18n();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const engines = useQuery(enginesQuery);
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState('');
  const [settings, setSettings] = useState<Record<string, string>>({});
  const [understood, setUnderstood] = useState(false);
  const words = useSettingWords();
  const engine = engines.data?.find((each) => each.name === chosen) ?? engines.data?.find((each) => each.standard);
  const real = engine !== undefined && !engine.capabilities.simulated;
  const secret = new Set(engine?.settings.flatMap((each) => (each.secret ? [each.name] : [])));
  const deed = (told: (setting: string, value: string) => string) =>
    connectNumber({
      id: idFor(name, taken),
      name,
      engine: engine?.name,
      settings: Object.fromEntries(
        Object.entries(settings).flatMap(([key, value]) => (value === '' ? [] : [[key, told(key, value)]])),
      ),
    });
  const create = useMutation({
    mutationFn: () => perform(deed((_, value) => value)),
    onSuccess: (session) => {
      void queries.invalidateQueries({ queryKey: ['sessions'] });
      onClose();
      go(`/numbers/${encodeURIComponent(session.id)}`);
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <TextField
        label={t('connect.name')}
        hint={t('connect.name.hint')}
        required
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <SelectField
        label={t('connect.engine')}
        value={engine?.name ?? ''}
        onChange={(event) => {
          setChosen(event.target.value);
          setSettings({});
        }}
      >
        {engines.data?.map((each) => {
          const key = `engine.${each.name}`;
          return (
            <option key={each.name} value={each.name}>
              {has(key) ? t(key) : each.name}
            </option>
          );
        })}
      </SelectField>
      {engine?.settings.map((setting) => (
        <TextField
          key={`${engine.name} ${setting.name}`}
          {...words(engine.name, setting)}
          type={setting.secret ? 'password' : 'text'}
          autoComplete="off"
          required={setting.required}
          value={settings[setting.name] ?? ''}
          onChange={(event) => setSettings({ ...settings, [setting.name]: event.target.value })}
        />
      ))}
      {real && (
        <>
          {engine.capabilities.needsPacing ? (
            <Note tone="warn">{t('connect.risk')}</Note>
          ) : (
            <Note>{t('connect.official')}</Note>
          )}
          <CheckBox
            label={t('connect.understood')}
            required
            checked={understood}
            onChange={(event) => setUnderstood(event.target.checked)}
          />
        </>
      )}
      {(create.error ?? engines.error) && <ErrorNote error={create.error ?? engines.error} />}
      <div className="dialog-actions">
        <CurlButton deed={deed((setting, value) => (secret.has(setting) ? HIDDEN : value))} />
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button type="submit" look="primary" busy={create.isPending} disabled={!engine}>
          {t('connect.submit')}
        </Button>
      </div>
    </form>
  );
}
