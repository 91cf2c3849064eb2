import type { SessionState } from './sessions';

export type CampaignStatus = 'draft' | 'scheduled' | 'running' | 'paused' | 'completed' | 'stopped' | 'failed';

export interface Counters {
  total: number;
  sent: number;
  delivered: number;
  read: number;
  failed: number;
  skipped: number;
  unconfirmed: number;
  inDoubt: number;
  pending: number;
  /** How many people answered; each is counted elsewhere too. */
  replied: number;
}

/** The first answer of one person to a campaign. */
export interface Reply {
  messageId: number;
  from: string | null;
  /** The same with spaces. */
  international: string | null;
  name: string | null;
  step: number;
  text: string | null;
  at: string;
}

/** Milliseconds. */
export interface DelayRange {
  min: number;
  max: number;
}

export interface Hours {
  enabled: boolean;
  startHour: number;
  endHour: number;
  timeZone: string;
}

export interface FollowUp {
  after: string;
  template: string;
  unlessReplied: boolean;
}

/** An approved template, with what stands in its places. */
export interface TemplateMapping {
  name: string;
  language: string;
  body: string[] | null;
  named: Record<string, string> | null;
}

/** A template of the account behind a session. */
export interface ApprovedTemplate {
  id: string;
  name: string;
  language: string;
  approved: boolean;
  body: string;
  bodyPlaces: string[];
}

export interface Campaign {
  id: number;
  publicId: string;
  reference: string;
  name: string;
  status: CampaignStatus;
  statusReason: string | null;
  simulated: boolean;
  sessionId: string | null;
  session: { id: string; name: string; state: SessionState; number: string | null } | null;
  template: string | null;
  messageTemplate: TemplateMapping | null;
  /** Further wordings of its text: each person gets one of all. */
  variants: string[];
  /** How often its text was written. */
  textVersion: number;
  messageDelay: DelayRange;
  contactDelay: DelayRange;
  businessHours: Hours;
  followUps: FollowUp[];
  defaultCountry: string;
  recipients: number;
  counters: Counters;
  wait: { reason: string; nextAt: string | null } | null;
  estimatedCompletion: string | null;
  /** Eight runs of ten end within it. */
  estimatedCompletionRange: { earliest: string; latest: string } | null;
  version: number;
  createdAt: string;
  /** When a draft is meant to start; null for at once. */
  plannedStart: { at: string | null };
  scheduledAt: string | null;
  startedAt: string | null;
  pausedAt: string | null;
}

export interface Outlook {
  wouldMove: number;
  /** How many of these follow a message that was sent. */
  followUps: number;
  stays: number;
  inFlight: number;
  newFinish: string | null;
  remainingBudget: { hour: number; day: number };
}

export interface SessionChanged {
  campaign: Campaign;
  oldSessionId: string | null;
  oldNumber: string | null;
  newSessionId: string;
  newNumber: string | null;
  pendingMessages: number;
  sentMessages: number;
  inFlight: number;
}

export interface Course {
  from: string;
  to: string;
  /** Now in the time that estimates are given in. */
  businessNow: string;
  secondsPerPoint: number;
  points: { at: string; sent: number; failed: number; others: number }[];
  turns: { at: string; phase: string; reason: string | null; sessionId: string | null }[];
}
