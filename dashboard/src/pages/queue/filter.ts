import type { Campaign } from '../../api/types/campaigns';
import type { Message } from '../../api/types/messages';
import type { Session } from '../../api/types/sessions';

/** Which messages are looked at; what stands in the address. */
export interface Scope {
  campaign?: string | undefined;
  number?: string | undefined;
  error?: string | undefined;
}

/** What the server is asked for: it filters by campaign or by number, and what is left to sift is done here. */
export function inServersWords({ campaign, number, error }: Scope): {
  where: { campaignId: string } | { sessionId: string | undefined };
  sifts: boolean;
} {
  return {
    where: campaign === undefined ? { sessionId: number } : { campaignId: campaign },
    sifts: error !== undefined || (campaign !== undefined && number !== undefined),
  };
}

/** Whether a message is among those that are looked at, as far as the server could not tell. */
export function fits(message: Message, { campaign, number, error }: Scope): boolean {
  return (
    (campaign === undefined || number === undefined || message.sessionId === number) &&
    (error === undefined || message.reason === error || message.lastError?.includes(error) === true)
  );
}

export interface Known {
  campaigns: readonly Campaign[];
  sessions: readonly Session[];
  /** The states that lists are kept of, with the words for them. */
  states: readonly { name: string; word: string }[];
}

const TERM = /(\p{L}+):(?:"([^"]*)"|(\S+))/gu;

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The names by which each part is asked for, in the languages of the dashboard. */
const PARTS: Record<string, 'number' | 'campaign' | 'status' | 'error'> = {
  number: 'number',
  numero: 'number',
  nomor: 'number',
  campaign: 'campaign',
  campagna: 'campaign',
  campanha: 'campaign',
  campana: 'campaign',
  kampanye: 'campaign',
  status: 'status',
  stato: 'status',
  estado: 'status',
  error: 'error',
  errore: 'error',
  erro: 'error',
  galat: 'error',
};

export interface Read {
  scope: Scope;
  status: string | undefined;
  /** What was asked for and is not there. */
  unknown: string[];
}

/** Reads a filter such as `number:anna campaign:"Promo autunno" status:failed error:refused`. */
export function readFilter(text: string, known: Known): Read {
  const read: Read = { scope: {}, status: undefined, unknown: [] };
  const rest = text.replace(TERM, (term: string, name: string, quoted?: string, bare?: string) => {
    const value = quoted ?? bare ?? '';
    if (!take(read, PARTS[plain(name)], value, known)) {
      read.unknown.push(term);
    }
    return '';
  });
  read.unknown.push(...rest.split(/\s+/).filter((word) => word !== ''));
  return read;
}

function take(read: Read, part: string | undefined, value: string, known: Known): boolean {
  const wanted = plain(value);
  const has = (text: string | null) => text !== null && plain(text).includes(wanted);
  switch (part) {
    case 'number': {
      const found =
        known.sessions.find(({ id }) => plain(id) === wanted) ??
        known.sessions.find(({ name, phoneNumber }) => has(name) || has(phoneNumber));
      read.scope.number = found?.id;
      return found !== undefined;
    }
    case 'campaign': {
      const found =
        known.campaigns.find(({ publicId, reference }) => publicId === value || reference === value) ??
        known.campaigns.find(({ name }) => has(name));
      read.scope.campaign = found?.publicId;
      return found !== undefined;
    }
    case 'status': {
      const found = known.states.find(({ name, word }) => plain(name) === wanted || has(word));
      read.status = found?.name;
      return found !== undefined;
    }
    case 'error':
      read.scope.error = value;
      return true;
    default:
      return false;
  }
}

function quoted(value: string): string {
  return /\s/.test(value) ? `"${value.replaceAll('"', '')}"` : value;
}

/** The filter as it is written. */
export function writeFilter({ campaign, number, error }: Scope, known: Known): string {
  const name = known.campaigns.find(({ publicId }) => publicId === campaign)?.name ?? campaign;
  return [
    number === undefined ? '' : `number:${quoted(number)}`,
    name === undefined ? '' : `campaign:${quoted(name)}`,
    error === undefined ? '' : `error:${quoted(error)}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}
