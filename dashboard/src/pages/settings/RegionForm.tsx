import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState, type SyntheticEvent } from 'react';
import { meQuery } from '../../api/access';
import { perform } from '../../api/deed';
import { changeProfile } from '../../api/deeds';
import type { Profile } from '../../api/types/access';
import { useUnsaved } from '../../app/Unsaved';
import { useI18n } from '../../i18n/I18n';
import { LANGUAGES, serverLocale, type Language } from '../../i18n/languages';
import { formats } from '../../i18n/formats';
import { Card } from '../../ui/Card';
import { SelectField } from '../../ui/Field';
import { countries } from './countries';
import { SaveRow } from './SaveRow';

/** An afternoon with enough digits to show how a region writes. */
const EXAMPLE = { number: 12345.6, at: '2026-03-09T14:05:00Z' };

/** In which language, for which region and in which time zone things are shown and numbers are read. */
export function RegionForm({ profile }: { profile: Profile }) {
  const { t, language, choose } = useI18n();
  const queries = useQueryClient();
  const saved = { language, timeZone: profile.timeZone, country: profile.defaultCountry };
  const [form, setForm] = useState(saved);
  const changed =
    form.language !== saved.language || form.timeZone !== saved.timeZone || form.country !== saved.country;
  useUnsaved(changed);
  const deed = changeProfile({
    locale: serverLocale(form.language),
    timeZone: form.timeZone,
    defaultCountry: form.country,
  });
  const save = useMutation({
    mutationFn: () => perform(deed),
    onSuccess: (now) => {
      queries.setQueryData(meQuery.queryKey, now);
      choose(form.language);
    },
  });
  const named = useMemo(() => countries(language), [language]);
  const zones = useMemo(
    () => [...new Set([profile.timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])],
    [profile],
  );
  const example = formats(form.language, form);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Card title={t('settings.region')}>
      <form className="stack" onSubmit={submit}>
        <SelectField
          label={t('language')}
          value={form.language}
          onChange={(event) => setForm({ ...form, language: event.target.value as Language })}
        >
          {Object.entries(LANGUAGES).map(([code, name]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('settings.country')}
          hint={t('settings.country.hint')}
          value={form.country}
          onChange={(event) => setForm({ ...form, country: event.target.value })}
        >
          {named.map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('settings.zone')}
          value={form.timeZone}
          onChange={(event) => setForm({ ...form, timeZone: event.target.value })}
        >
          {zones.map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </SelectField>
        <p className="muted" data-example>
          {t('settings.example', { number: example.number(EXAMPLE.number), time: example.full(EXAMPLE.at) })}
        </p>
        <SaveRow save={save} deed={deed} changed={changed} />
      </form>
    </Card>
  );
}
