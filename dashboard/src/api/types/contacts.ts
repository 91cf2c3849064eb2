import type { MessageStatus } from './messages';

export interface Contact {
  id: number | null;
  phone: string;
  international: string;
  name: string | null;
  consent: { source: string; wording: string; at: string } | null;
  optedOut: boolean;
  lastInboundAt: string | null;
  createdAt: string | null;
}

export interface OptOut {
  id: number;
  /** Null once the person was erased: only a hash is kept. */
  phone: string | null;
  international: string | null;
  source: string;
  word: string | null;
  at: string;
}

export interface ContactHistory {
  contact: Contact;
  optOut: OptOut | null;
  sent: {
    id: number;
    campaignId: string | null;
    step: number;
    status: MessageStatus;
    reason: string | null;
    createdAt: string;
    sentAt: string | null;
  }[];
  received: { id: number; sessionId: string | null; text: string; at: string }[];
}

export interface OptOutDone {
  phone: string;
  international: string;
  optedOut: boolean;
}

export interface OptOutReport {
  read: number;
  added: number;
  rejectedRows: number;
  rejected: { row: number; code: string }[];
}
