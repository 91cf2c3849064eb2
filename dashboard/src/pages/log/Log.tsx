import * as Tabs from '@radix-ui/react-tabs';
import { useSearchParams } from 'wouter';
import { PageHead } from '../../app/PageHead';
import { useI18n } from '../../i18n/I18n';
import { MessageDrawer } from '../messages/MessageDrawer';
import '../messages/messages.css';
import '../numbers/numbers.css';
import { AuditLog } from './AuditLog';
import EventLog from './EventLog';
import './log.css';

/** What happened, and who did what. */
export default function Log() {
  const { t } = useI18n();
  const [search, setSearch] = useSearchParams();
  const tab = search.get('tab') === 'audit' ? 'audit' : 'events';
  return (
    <>
      <PageHead title={t('nav.log')} />
      <Tabs.Root
        value={tab}
        onValueChange={(next) => setSearch(next === 'audit' ? { tab: next } : {}, { replace: true })}
        className="stack"
      >
        <Tabs.List className="tabs" aria-label={t('nav.log')}>
          <Tabs.Trigger value="events" className="tab">
            {t('log.events')}
          </Tabs.Trigger>
          <Tabs.Trigger value="audit" className="tab">
            {t('log.audit')}
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="events">
          <EventLog />
        </Tabs.Content>
        <Tabs.Content value="audit">
          <AuditLog />
        </Tabs.Content>
      </Tabs.Root>
      <MessageDrawer />
    </>
  );
}
