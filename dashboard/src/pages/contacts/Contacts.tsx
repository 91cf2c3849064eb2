import * as Tabs from '@radix-ui/react-tabs';
import { useSearchParams } from 'wouter';
import { PageHead } from '../../app/PageHead';
import { useI18n } from '../../i18n/I18n';
import { ContactDrawer } from './ContactDrawer';
import { ImportHistory } from './ImportHistory';
import { OptOuts } from './OptOuts';
import { People } from './People';
import '../numbers/numbers.css';
import './contacts.css';

const TABS = ['people', 'opt-outs', 'imports'] as const;
type Tab = (typeof TABS)[number];

/** The people whom the user knows, those who want no messages, and the files they came from. */
export default function Contacts() {
  const { t } = useI18n();
  const [search, setSearch] = useSearchParams();
  const tab: Tab = TABS.find((each) => each === search.get('tab')) ?? 'people';
  return (
    <>
      <PageHead title={t('nav.contacts')} />
      <Tabs.Root
        value={tab}
        onValueChange={(next) => setSearch(next === 'people' ? {} : { tab: next }, { replace: true })}
        className="stack"
      >
        <Tabs.List className="tabs" aria-label={t('contacts.tabs')}>
          {TABS.map((name) => (
            <Tabs.Trigger key={name} value={name} className="tab">
              {t(`contacts.tab.${name}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value="people">
          <People />
        </Tabs.Content>
        <Tabs.Content value="opt-outs">
          <OptOuts />
        </Tabs.Content>
        <Tabs.Content value="imports">
          <ImportHistory />
        </Tabs.Content>
      </Tabs.Root>
      <ContactDrawer />
    </>
  );
}
