import { useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { campaignsQuery, sessionsQuery } from '../../api/queries';
import { useI18n } from '../../i18n/I18n';
import { SelectField } from '../../ui/Field';
import { readFilter, writeFilter, type Known, type Scope } from './filter';
import { TAB_NAMES, TABS, type Choice } from './tabs';

interface Props {
  scope: Scope;
  choice: Choice;
  onChange: (scope: Scope, status?: string) => void;
}

/** Which messages are shown: written in a line, or chosen. */
export function FilterBar({ scope, choice, onChange }: Props) {
  const { t } = useI18n();
  const campaigns = useQuery(campaignsQuery);
  const sessions = useQuery(sessionsQuery);
  const known: Known = {
    campaigns: campaigns.data ?? [],
    sessions: sessions.data ?? [],
    states: [
      ...TAB_NAMES.map((name) => ({ name, word: t(`queue.tab.${name}`) })),
      ...TAB_NAMES.flatMap((name) => TABS[name].states).map((name) => ({ name, word: t(`queue.state.${name}`) })),
    ],
  };
  const states = TABS[choice.tab].states;
  const written = writeFilter(scope, known);
  return (
    <>
      <Line key={written} written={written} known={known} onChange={onChange} />
      <div className="form-grid queue-filters">
        <SelectField
          label={t('queue.campaign')}
          value={scope.campaign ?? ''}
          onChange={(event) => onChange({ ...scope, campaign: event.target.value || undefined })}
        >
          <option value="">{t('queue.any')}</option>
          {known.campaigns.map(({ publicId, name }) => (
            <option key={publicId} value={publicId}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('queue.number')}
          value={scope.number ?? ''}
          onChange={(event) => onChange({ ...scope, number: event.target.value || undefined })}
        >
          <option value="">{t('queue.any')}</option>
          {known.sessions.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        {states.length > 1 && (
          <SelectField
            label={t('queue.state')}
            value={choice.state ?? choice.tab}
            onChange={(event) => onChange(scope, event.target.value)}
          >
            <option value={choice.tab}>{t('queue.any')}</option>
            {states.map((name) => (
              <option key={name} value={name}>
                {t(`queue.state.${name}`)}
              </option>
            ))}
          </SelectField>
        )}
      </div>
    </>
  );
}

interface LineProps {
  written: string;
  known: Known;
  onChange: (scope: Scope, status?: string) => void;
}

function Line({ written, known, onChange }: LineProps) {
  const { t } = useI18n();
  const [text, setText] = useState(written);
  const [unknown, setUnknown] = useState<string[]>([]);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const read = readFilter(text, known);
    setUnknown(read.unknown);
    if (read.unknown.length === 0) {
      onChange(read.scope, read.status);
    }
  };
  return (
    <form role="search" className="field" onSubmit={submit}>
      <input
        type="search"
        aria-label={t('queue.filter')}
        aria-describedby="queue-filter-note"
        placeholder="number: campaign: status: error:"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <p id="queue-filter-note" role="status" className={unknown.length > 0 ? 'field-error' : 'visually-hidden'}>
        {unknown.length > 0 ? t('queue.filter.unknown', { what: unknown.join(' ') }) : t('queue.filter.hint')}
      </p>
    </form>
  );
}
