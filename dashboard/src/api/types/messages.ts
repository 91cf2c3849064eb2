export type MessageStatus =
  'queued' | 'claimed' | 'sending' | 'in_doubt' | 'sent' | 'delivered' | 'read' | 'failed' | 'skipped' | 'unconfirmed';

export interface Message {
  id: number;
  campaignId: string | null;
  sessionId: string | null;
  to: string | null;
  /** The same with spaces, as people write it abroad. */
  international: string | null;
  name: string | null;
  step: number;
  /** Which version of its campaign's text it says. */
  textVersion: number;
  status: MessageStatus;
  reason: string | null;
  nextAt: string | null;
  attempts: number;
  forced: boolean;
  lastError: string | null;
  createdAt: string;
  dueAt: string;
  sendingAt: string | null;
  sentAt: string | null;
  updatedAt: string;
}

export interface TimelineStep {
  at: string;
  phase: string;
  sessionId: string | null;
  reason: string | null;
  attempt: number | null;
  nextAt: string | null;
}

export interface MessageStory extends Message {
  text: string | null;
  expiresAt: string | null;
  timeline: TimelineStep[];
}

/** How many messages are where; a number that reaches `most` may be larger. */
export interface MessageCounts {
  most: number;
  byStatus: Record<string, number>;
}

/** What a bulk retry puts back, and what it leaves for which reason. */
export interface Retried {
  retried: number;
  left: number;
  leftWhy: Record<string, number>;
}
