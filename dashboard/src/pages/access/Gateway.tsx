import { useEffect, type ReactNode } from 'react';
import { useI18n } from '../../i18n/I18n';
import { LANGUAGES, type Language } from '../../i18n/languages';
import { SelectField } from '../../ui/Field';
import './Gateway.css';

/** The frame of what is shown before somebody is let in. */
export function Gateway({ title, children }: { title: string; children: ReactNode }) {
  const { t, language, choose } = useI18n();
  useEffect(() => {
    document.title = `${title} · Staffetta`;
  }, [title]);
  return (
    <main className="gateway">
      <p className="gateway-brand">Staffetta</p>
      <div className="card gateway-card">
        <h1>{title}</h1>
        {children}
      </div>
      <SelectField label={t('language')} value={language} onChange={(event) => choose(event.target.value as Language)}>
        {Object.entries(LANGUAGES).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </SelectField>
    </main>
  );
}
