import * as Tabs from '@radix-ui/react-tabs';
import { useSearchParams } from 'wouter';
import { PageHead } from '../../app/PageHead';
import { useI18n } from '../../i18n/I18n';
import { MessageDrawer } from '../messages/MessageDrawer';
import '../campaigns/campaigns.css';
import '../numbers/numbers.css';
import type { Scope } from './filter';
import { FilterBar } from './FilterBar';
import { RetryAll } from './RetryAll';
import { QueueRows } from './QueueRows';
import { isTab, TABS, type Tab } from './tabs';
import './queue.css';

const PARTS = ['campaign', 'number', 'error'] as const;

/** The messages of all campaigns and all single ones, by their state. Which ones stands in the address. */
export default function Queue() {
  const { t } = useI18n();
  const [search, setSearch] = useSearchParams();
  const wanted = search.get('status');
  const tab: Tab = isTab(wanted) ? wanted : 'queued';
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
  return (
    <>
      <PageHead title={t('nav.queue')}>
        <RetryAll scope={scope} />
      </PageHead>
      <FilterBar scope={scope} onChange={change} />
      <Tabs.Root value={tab} onValueChange={(next) => change(scope, next)} className="stack">
        <Tabs.List className="tabs" aria-label={t('queue.tabs')}>
          {(Object.keys(TABS) as Tab[]).map((name) => (
            <Tabs.Trigger key={name} value={name} className="tab">
              {t(`queue.tab.${name}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value={tab}>
          <QueueRows key={`${tab} ${PARTS.map((part) => scope[part]).join(' ')}`} tab={tab} scope={scope} />
        </Tabs.Content>
      </Tabs.Root>
      <MessageDrawer />
    </>
  );
}
