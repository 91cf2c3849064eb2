import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState, type KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import { call } from '../api/client';
import { campaignsQuery, sessionsQuery } from '../api/queries';
import type { Page } from '../api/types/page';
import { useI18n } from '../i18n/I18n';
import { Dialog } from '../ui/Dialog';
import { PLACES } from './places';
import './Palette.css';

interface Entry {
  id: string;
  kind: string;
  name: string;
  about?: string;
  act: () => void;
}

const MOST = 12;
/** People have a page of their own. */
const CONTACTS = PLACES.some(({ path }) => path === '/contacts');
const PHONE = /^[+\d][\d ]{2,}$/;

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Finds pages, numbers, campaigns, people by their phone, and deeds; Enter opens. */
export default function Palette({ onClose, onMap }: { onClose: () => void; onMap: () => void }) {
  const { t } = useI18n();
  const id = useId();
  const [text, setText] = useState('');
  const [place, setPlace] = useState(0);
  const found = useEntries(text, onMap);
  const at = Math.min(place, found.length - 1);
  const choose = (entry: Entry | undefined) => {
    if (entry) {
      onClose();
      entry.act();
    }
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const by = event.key === 'ArrowDown' ? 1 : -1;
      setPlace((at + by + found.length) % Math.max(1, found.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(found[at]);
    }
  };
  return (
    <Dialog title={t('palette.title')} open onClose={onClose}>
      <input
        className="filter"
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={found[at] ? `${id}-${at}` : undefined}
        aria-label={t('palette.title')}
        placeholder={t('palette.hint')}
        value={text}
        autoFocus
        onChange={(event) => {
          setText(event.target.value);
          setPlace(0);
        }}
        onKeyDown={keys}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={t('palette.title')} className="palette">
        {found.map((entry, index) => (
          <li
            key={entry.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            className="palette-entry"
            onPointerMove={() => setPlace(index)}
            onClick={() => choose(entry)}
          >
            <span className="text">{entry.name}</span>
            <span className="muted">{entry.about ?? entry.kind}</span>
          </li>
        ))}
      </ul>
      <p role="status" className={found.length === 0 ? 'muted' : 'visually-hidden'}>
        {t('palette.found', { count: found.length })}
      </p>
    </Dialog>
  );
}

function useEntries(text: string, onMap: () => void): Entry[] {
  const { t } = useI18n();
  const [, go] = useLocation();
  const sessions = useQuery(sessionsQuery);
  const campaigns = useQuery(campaignsQuery);
  const wanted = plain(useDeferredValue(text).trim());
  const people = useQuery({
    queryKey: ['contacts', 'palette', wanted],
    queryFn: () =>
      call<Page<{ phone: string; international: string; name: string | null }>>(
        'GET',
        `/api/v1/contacts?limit=5&search=${encodeURIComponent(wanted.replaceAll(' ', ''))}`,
      ),
    enabled: CONTACTS && PHONE.test(wanted),
  });
  const opens = (path: string) => () => go(path);
  const entries: Entry[] = [
    ...PLACES.map(({ path, name }) => ({ id: path, kind: t('palette.page'), name: t(name), act: opens(path) })),
    { id: 'new', kind: t('palette.action'), name: t('new.open'), act: opens('/campaigns/new/who') },
    { id: 'connect', kind: t('palette.action'), name: t('numbers.connect'), act: opens('/numbers') },
    { id: 'keys', kind: t('palette.action'), name: t('keys.title'), act: onMap },
    ...(sessions.data ?? []).map((session) => ({
      id: `number ${session.id}`,
      kind: t('nav.numbers'),
      name: `${session.name} ${session.international ?? ''}`,
      about: t(`session.${session.state}`),
      act: opens(`/numbers/${encodeURIComponent(session.id)}`),
    })),
    ...(campaigns.data ?? []).map((campaign) => ({
      id: campaign.publicId,
      kind: t('nav.campaigns'),
      name: campaign.name,
      about: t(`campaign.${campaign.status}`),
      act: opens(`/campaigns/${campaign.publicId}`),
    })),
  ];
  const named = entries.filter(({ name }) => {
    const own = plain(name);
    return own.includes(wanted) || own.replaceAll(' ', '').includes(wanted.replaceAll(' ', ''));
  });
  const persons = (people.data?.items ?? []).map(({ phone, international, name }) => ({
    id: `person ${phone}`,
    kind: t('palette.person'),
    name: `${name ?? ''} ${international}`.trim(),
    act: opens(`/contacts?c=${encodeURIComponent(phone)}`),
  }));
  return [...named, ...persons].slice(0, MOST);
}
