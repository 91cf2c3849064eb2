import { useSearchParams } from 'wouter';
import { useI18n } from '../../i18n/I18n';
import { GROUP_WORDS, type Group } from './people';

/** A figure that opens the list of the people behind it. */
export function PeopleLink({ group, count }: { group: Group; count: number }) {
  const { t, format } = useI18n();
  const [, setSearch] = useSearchParams();
  const words = t(GROUP_WORDS[group]);
  if (count === 0) {
    return <b>{format.number(0)}</b>;
  }
  return (
    <button
      type="button"
      className="figure-link"
      aria-label={t('people.open', { group: words, count: format.number(count) })}
      onClick={() => {
        setSearch({ part: 'people', of: group }, { replace: true });
        requestAnimationFrame(() => document.querySelector('.campaign-parts')?.scrollIntoView({ block: 'start' }));
      }}
    >
      <b>{format.number(count)}</b>
    </button>
  );
}
