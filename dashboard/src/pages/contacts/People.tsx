import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { contactsQuery } from '../../api/people';
import type { Contact } from '../../api/types/contacts';
import { useI18n } from '../../i18n/I18n';
import { usePolling } from '../../live/Live';
import { StateMark } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Empty, ErrorNote, Skeleton } from '../../ui/Notes';
import { PersonName } from './PersonName';

/** Typing is over when nothing was typed for this long. */
const PAUSE_MS = 250;
/** What may be a whole number: who only got messages is found by it alone. */
const NUMBER = /^\+?[\d\s().-]{6,}$/;

/** Shows a person beside the list. */
function useOpen(): (phone: string) => void {
  const [, setSearch] = useSearchParams();
  return (phone) =>
    setSearch((now) => {
      now.set('c', phone);
      return now;
    });
}

/** All contacts, or those whose number or name begins with what is searched for. */
export function People() {
  const { t } = useI18n();
  const [search, setSearch] = useSearchParams();
  const wanted = search.get('q') ?? '';
  const [typed, setTyped] = useState(wanted);
  useEffect(() => {
    if (typed.trim() === wanted) {
      return;
    }
    const timer = setTimeout(
      () =>
        setSearch(
          (now) => {
            now.delete('q');
            if (typed.trim() !== '') {
              now.set('q', typed.trim());
            }
            return now;
          },
          { replace: true },
        ),
      PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [typed, wanted, setSearch]);
  return (
    <div className="stack">
      <div className="contact-search">
        <TextField
          label={t('contacts.search')}
          hint={t('contacts.search.hint')}
          type="search"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <Found wanted={wanted} />
    </div>
  );
}

function Found({ wanted }: { wanted: string }) {
  const { t } = useI18n();
  const open = useOpen();
  const contacts = useInfiniteQuery({
    ...contactsQuery(wanted),
    placeholderData: keepPreviousData,
    refetchInterval: usePolling(),
  });
  if (contacts.isPending) {
    return <Skeleton count={1} />;
  }
  if (!contacts.data) {
    return <ErrorNote error={contacts.error} onRetry={() => void contacts.refetch()} />;
  }
  const rows = contacts.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) {
    return wanted === '' ? (
      <Empty title={t('contacts.empty.title')} text={t('contacts.empty.text')}>
        <Link href="/campaigns" className="button">
          {t('contacts.empty.do')}
        </Link>
      </Empty>
    ) : (
      <Empty title={t('contacts.nobody.title')} text={t('contacts.nobody.text')}>
        {NUMBER.test(wanted) && (
          <Button onClick={() => open(wanted)}>{t('contacts.nobody.open', { number: wanted })}</Button>
        )}
      </Empty>
    );
  }
  return (
    <>
      <table className="queue people">
        <thead>
          <tr>
            <th scope="col">{t('message.contact')}</th>
            <th scope="col">{t('message.number')}</th>
            <th scope="col">{t('message.state')}</th>
            <th scope="col">{t('contacts.lastInbound')}</th>
            <th scope="col">{t('message.actions')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((contact) => (
            <Row key={contact.phone} contact={contact} />
          ))}
        </tbody>
      </table>
      {contacts.hasNextPage && (
        <div className="row">
          <Button busy={contacts.isFetchingNextPage} onClick={() => void contacts.fetchNextPage()}>
            {t('queue.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function Row({ contact }: { contact: Contact }) {
  const { t, format } = useI18n();
  const open = useOpen();
  return (
    <tr>
      <td className="name-cell">
        <PersonName name={contact.name} />
      </td>
      <td className="mono phone-cell">{contact.international}</td>
      <td className="badge-cell">
        <ConsentMark contact={contact} />
      </td>
      <td className="time-cell">{contact.lastInboundAt ? format.time(contact.lastInboundAt) : '–'}</td>
      <td className="action-cell">
        <Button
          aria-label={t('contacts.open', { person: contact.name ?? contact.international })}
          onClick={() => open(contact.phone)}
        >
          {t('message.details')}
        </Button>
      </td>
    </tr>
  );
}

/** Whether somebody may be written to, in one word. */
export function ConsentMark({ contact }: { contact: Contact }) {
  const { t } = useI18n();
  if (contact.optedOut) {
    return <StateMark tone="bad">{t('contacts.optedOut')}</StateMark>;
  }
  return contact.consent ? (
    <StateMark tone="good">{t('contacts.consent')}</StateMark>
  ) : (
    <StateMark tone="calm">{t('contacts.noConsent')}</StateMark>
  );
}
