import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { eventTypesQuery } from '../../api/webhooks';
import { useI18n } from '../../i18n/I18n';
import { CheckBox, SelectField } from '../../ui/Field';
import { ErrorNote, Skeleton } from '../../ui/Notes';
import { KINDS, type Kind } from './words';

const EVERYTHING = '*';

/** Which events are told of, kind by kind, and what is sent of each. */
export function EventPicker({
  chosen,
  onChange,
}: {
  chosen: readonly string[];
  onChange: (next: readonly string[]) => void;
}) {
  const { t } = useI18n();
  const types = useQuery(eventTypesQuery);
  if (types.isPending) {
    return <Skeleton count={1} />;
  }
  if (!types.data) {
    return <ErrorNote error={types.error} onRetry={() => void types.refetch()} />;
  }
  const all = types.data.map(({ type }) => type);
  /** What is chosen as a whole is so type by type as soon as somebody takes one away. */
  const single = all.filter(
    (type) => chosen.includes(type) || chosen.includes(EVERYTHING) || chosen.includes(`${kindOf(type)}.*`),
  );
  const set = (wanted: readonly string[], on: boolean) =>
    onChange(
      on
        ? [...single, ...wanted.filter((type) => !single.includes(type))]
        : single.filter((type) => !wanted.includes(type)),
    );
  return (
    <fieldset className="stack event-picker">
      <legend>{t('hooks.events')}</legend>
      {KINDS.map((kind) => (
        <KindOfEvents
          key={kind}
          kind={kind}
          types={all.filter((type) => kindOf(type) === kind)}
          chosen={single}
          onSet={set}
        />
      ))}
      <Sample types={types.data} />
    </fieldset>
  );
}

function kindOf(type: string): string {
  return type.slice(0, type.indexOf('.'));
}

function KindOfEvents({
  kind,
  types,
  chosen,
  onSet,
}: {
  kind: Kind;
  types: readonly string[];
  chosen: readonly string[];
  onSet: (types: readonly string[], on: boolean) => void;
}) {
  const { t } = useI18n();
  const on = types.filter((type) => chosen.includes(type));
  return (
    <details className="event-kind" open={kind === 'message'}>
      <summary>
        {t(`log.kind.${kind}s`)}{' '}
        <span className="muted">{t('hooks.events.of', { count: on.length, all: types.length })}</span>
      </summary>
      <CheckBox
        label={t('hooks.events.all')}
        checked={on.length === types.length}
        onChange={(event) => onSet(types, event.target.checked)}
      />
      <div className="event-types">
        {types.map((type) => (
          <CheckBox
            key={type}
            label={type}
            checked={chosen.includes(type)}
            onChange={(event) => onSet([type], event.target.checked)}
          />
        ))}
      </div>
    </details>
  );
}

function Sample({ types }: { types: readonly { type: string; sample: object }[] }) {
  const { t } = useI18n();
  const [type, setType] = useState('message.delivered');
  const sample = types.find((each) => each.type === type)?.sample;
  return (
    <details className="event-kind">
      <summary>{t('hooks.sample')}</summary>
      <SelectField label={t('hooks.sample.of')} value={type} onChange={(event) => setType(event.target.value)}>
        {types.map((each) => (
          <option key={each.type} value={each.type}>
            {each.type}
          </option>
        ))}
      </SelectField>
      <pre className="command" tabIndex={0} role="region" aria-label={t('hooks.sample')}>
        {JSON.stringify(sample, null, 2)}
      </pre>
    </details>
  );
}
