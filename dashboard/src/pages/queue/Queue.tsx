import * as Tabs from '@radix-ui/react-tabs';
import { useSearchParams } from 'wouter';
import { PageHead } from '../../app/PageHead';
import { useI18n } from '../../i18n/I18n';
import { MessageDrawer } from '../messages/MessageDrawer';
import '../campaigns/campaigns.css';
import '../numbers/numbers.css';
import type { Scope } from './filter';
import { FilterBar } from './FilterBar';
import { LiveRows } from './LiveRows';
import { RetryAll } from './RetryAll';
import { QueueRows } from './QueueRows';
import { choiceOf, TAB_NAMES } from './tabs';
import { TabCount } from './TabCount';
import './queue.css';

const PARTS = ['campaign', 'number', 'error'] as const;

/** The messages of all campaigns and all single ones, by their state. Which ones stands in the address. */
export default function Queue() {
  const { t } = useI18n();
  const [search, setSearch] = useSearchParams();
  const choice = choiceOf(search.get('status'));
  const scope: Scope = Object.fromEntries(PARTS.map((part) => [part, search.get(part) ?? undefined]));
  const change = (next: Scope, status?: string) =>
    setSearch(
      (now) => {
        for (const part of PARTS) {
          const value = next[part];
          if (value === undefined) {
            now.delete(part);
          } else {
            now.set(part, value);
          }
        }
        if (status !== undefined) {
          now.set('status', status);
        }
        return now;
      },
      { replace: true },
    );
  const shown = `${choice.state ?? choice.tab} ${PARTS.map((part) => scope[part]).join(' ')}`;
  return (
    <>
      <PageHead title={t('nav.queue')}>
        <RetryAll scope={scope} />
      </PageHead>
      <FilterBar scope={scope} choice={choice} onChange={change} />
      <Tabs.Root value={choice.tab} onValueChange={(next) => change(scope, next)} className="stack">
        <Tabs.List className="tabs queue-tabs" aria-label={t('queue.tabs')}>
          {TAB_NAMES.map((name) => (
            <Tabs.Trigger key={name} value={name} className="tab" data-tab={name}>
              {t(`queue.tab.${name}`)} <TabCount tab={name} scope={scope} />
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value={choice.tab}>
          {choice.tab === 'live' ? (
            <LiveRows key={shown} choice={choice} scope={scope} />
          ) : (
            <QueueRows key={shown} choice={choice} scope={scope} />
          )}
        </Tabs.Content>
      </Tabs.Root>
      <MessageDrawer />
    </>
  );
}
