import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { ApiError } from '../../api/client';
import { contactQuery } from '../../api/people';
import { campaignsQuery } from '../../api/queries';
import type { ContactHistory } from '../../api/types/contacts';
import { useI18n } from '../../i18n/I18n';
import { badgeOfState } from '../../live/badges';
import { usePolling } from '../../live/Live';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { ErrorNote, Note } from '../../ui/Notes';
import { Marked } from '../../ui/Marked';
import { EraseContact } from './EraseContact';
import { ConsentForm, NameForm } from './ContactForms';
import { LiftOptOut, OptOutNow } from './OptOutDeeds';
import { ConsentMark } from './People';
import '../messages/messages.css';

/** One person: what is known, what went to and fro, and what can be changed; whom stands in the address. */
export function ContactDrawer() {
  const { t } = useI18n();
  const [search, setSearch] = useSearchParams();
  const phone = search.get('c') ?? '';
  const close = () =>
    setSearch((now) => {
      now.delete('c');
      return now;
    });
  return (
    <Dialog title={t('contact.title')} open={phone !== ''} onClose={close} side>
      {phone !== '' && <Person key={phone} phone={phone} onGone={close} />}
    </Dialog>
  );
}

function Person({ phone, onGone }: { phone: string; onGone: () => void }) {
  const { t } = useI18n();
  const history = useQuery({ ...contactQuery(phone), refetchInterval: usePolling() });
  const [erasing, setErasing] = useState(false);
  if (history.error instanceof ApiError && history.error.status === 404) {
    return <Note>{t('contact.unknown')}</Note>;
  }
  if (history.error) {
    return <ErrorNote error={history.error} onRetry={() => void history.refetch()} />;
  }
  if (!history.data) {
    return <p className="muted">{t('loading')}</p>;
  }
  const { contact, optOut } = history.data;
  return (
    <div className="stack contact">
      <div className="row spread">
        <span className="mono">{contact.international}</span>
        <ConsentMark contact={contact} />
      </div>
      <NameForm key={contact.name} contact={contact} />
      <Consent history={history.data} />
      {optOut || contact.optedOut ? <LiftOptOut phone={contact.phone} /> : <OptOutNow phone={contact.phone} />}
      <History history={history.data} />
      <h3>{t('danger.title')}</h3>
      <p className="muted">{t('contact.erase.about')}</p>
      <div className="row">
        <Button look="danger" onClick={() => setErasing(true)}>
          {t('contact.erase.open')}
        </Button>
      </div>
      {erasing && <EraseContact contact={contact} onClose={() => setErasing(false)} onGone={onGone} />}
    </div>
  );
}

/** On what grounds somebody is written to, or since when no longer. */
function Consent({ history: { contact, optOut } }: { history: ContactHistory }) {
  const { t, has, format } = useI18n();
  const [editing, setEditing] = useState(false);
  const source = optOut ? `optout.source.${optOut.source}` : '';
  return (
    <>
      {optOut && (
        <Note tone="warn">
          <p>
            {t('contact.optOut.since', { time: format.full(optOut.at) })}{' '}
            <bdi>{has(source) ? t(source) : optOut.source}</bdi>
            {optOut.word && (
              <>
                {': '}
                <bdi>«{optOut.word}»</bdi>
              </>
            )}
          </p>
        </Note>
      )}
      {contact.consent ? (
        <div className="consent">
          <p className="bubble">{contact.consent.wording}</p>
          <p className="muted">
            <bdi>{contact.consent.source}</bdi> · {format.full(contact.consent.at)}
          </p>
        </div>
      ) : (
        !optOut && !editing && <p className="muted">{t('contact.consent.none')}</p>
      )}
      {editing ? (
        <ConsentForm phone={contact.phone} onDone={() => setEditing(false)} />
      ) : (
        <div className="row">
          <Button onClick={() => setEditing(true)}>
            {t(contact.consent ? 'contact.consent.change' : 'contact.consent.add')}
          </Button>
        </div>
      )}
    </>
  );
}

/** What went to and fro, newest first. */
function History({ history: { sent, received } }: { history: ContactHistory }) {
  const { t, format } = useI18n();
  const campaigns = useQuery(campaignsQuery);
  const named = (id: string | null) => campaigns.data?.find(({ publicId }) => publicId === id);
  const lines = [
    ...sent.map((each) => ({ at: each.sentAt ?? each.createdAt, sent: each, text: null })),
    ...received.map((each) => ({ at: each.at, sent: null, text: each.text })),
  ].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
  return (
    <>
      <h3>{t('contact.history')}</h3>
      {lines.length === 0 && <p className="muted">{t('contact.history.empty')}</p>}
      <ol className="timeline exchange">
        {lines.map(({ at, sent: own, text }, index) => (
          <li key={index}>
            <time dateTime={at} title={format.full(at)}>
              {format.time(at)}
            </time>
            {own ? (
              <>
                <Badge name={badgeOfState(own)} />
                <span className="row">
                  <Link href={`/queue?m=${own.id}`}>{t('message.title', { id: own.id })}</Link>
                  {named(own.campaignId) && (
                    <Link href={`/campaigns/${own.campaignId}`}>
                      <bdi className="text">{named(own.campaignId)?.name}</bdi>
                    </Link>
                  )}
                </span>
              </>
            ) : (
              <p className="bubble">
                <Marked text={text} />
              </p>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
