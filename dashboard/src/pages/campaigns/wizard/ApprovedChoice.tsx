import { useState } from 'react';
import type { ApprovedTemplate } from '../../../api/types/campaigns';
import { useI18n } from '../../../i18n/I18n';
import { Card } from '../../../ui/Card';
import { SelectField, TextField } from '../../../ui/Field';
import { Note } from '../../../ui/Notes';
import { Marked } from '../../../ui/Marked';
import '../../messages/messages.css';
import { useDraft } from './draft';
import { usePlaces } from './WhatStep';

/** A number that sends approved templates only: which one, and what stands in its places. */
export function ApprovedChoice({ templates }: { templates: readonly ApprovedTemplate[] }) {
  const { t } = useI18n();
  const { campaign, save } = useDraft();
  const places = usePlaces();
  const kept = campaign.messageTemplate;
  const [chosen, setChosen] = useState(() => (kept ? `${kept.name} ${kept.language}` : ''));
  const template = templates.find(({ name, language }) => `${name} ${language}` === chosen);
  const [values, setValues] = useState<Record<string, string>>(() => keptValues(template, kept));
  const keep = (of: ApprovedTemplate, next: Record<string, string>) => {
    setValues(next);
    const numbered = of.bodyPlaces.every((place) => /^\d+$/.test(place));
    const all = of.bodyPlaces.map((place) => next[place] ?? '');
    if (all.every((value) => value.trim() !== '')) {
      save({
        messageTemplate: {
          name: of.name,
          language: of.language,
          body: numbered ? all : null,
          named: numbered ? null : Object.fromEntries(of.bodyPlaces.map((place) => [place, next[place] ?? ''])),
        },
        template: filled(of.body, next),
      });
    }
  };
  return (
    <Card title={t('wizard.approved.title')}>
      <Note>{t('wizard.approved.why')}</Note>
      <SelectField
        label={t('wizard.approved.which')}
        value={chosen}
        onChange={(event) => {
          setChosen(event.target.value);
          const next = templates.find(({ name, language }) => `${name} ${language}` === event.target.value);
          if (next) {
            keep(next, {});
          }
        }}
      >
        <option value="">{t('wizard.approved.choose')}</option>
        {templates.map(({ id, name, language }) => (
          <option key={id} value={`${name} ${language}`}>
            {name} ({language})
          </option>
        ))}
      </SelectField>
      {template && (
        <p className="bubble">
          <Marked text={template.body} />
        </p>
      )}
      {template?.bodyPlaces.map((place) => (
        <TextField
          key={place}
          label={t('wizard.approved.place', { place: `{{${place}}}` })}
          list="wizard-places"
          required
          value={values[place] ?? ''}
          onChange={(event) => keep(template, { ...values, [place]: event.target.value })}
        />
      ))}
      <datalist id="wizard-places">
        {places.map((place) => (
          <option key={place} value={`{{${place}}}`} />
        ))}
      </datalist>
    </Card>
  );
}

function keptValues(
  template: ApprovedTemplate | undefined,
  kept: { body: string[] | null; named: Record<string, string> | null } | null,
): Record<string, string> {
  if (!template || !kept) {
    return {};
  }
  return kept.named ?? Object.fromEntries(template.bodyPlaces.map((place, index) => [place, kept.body?.[index] ?? '']));
}

/** The body with its places filled, for those who look at it here. */
function filled(body: string, values: Record<string, string>): string {
  return Object.entries(values).reduce((text, [place, value]) => text.replaceAll(`{{${place}}}`, value), body);
}
