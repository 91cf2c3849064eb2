/** What the API answers, as far as the dashboard reads it; a test compares it with the API's own document. */

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Profile {
  id: number;
  email: string;
  administrator: boolean;
  locale: string;
  timeZone: string;
  defaultCountry: string;
  createdAt: string;
}

export type SessionState =
  | 'initializing'
  | 'qr_generated'
  | 'authenticated'
  | 'ready'
  | 'restricted'
  | 'disconnected'
  | 'logged_out'
  | 'stopped'
  | 'error';

/** How WhatsApp rates a number. */
export type Quality = 'high' | 'medium' | 'low';

/** How well messages go from a number just now. */
export type ConnectionQuality = 'excellent' | 'good' | 'poor';

/** A mobile operator; `Unknown` where nothing is known. */
export interface Operator {
  provider: string;
  plan: string;
}

export interface Session {
  id: string;
  name: string;
  engine: string;
  simulated: boolean;
  desired: string;
  state: SessionState;
  reason: string | null;
  detail: string | null;
  since: string;
  lastProofOfLife: string | null;
  phoneNumber: string | null;
  /** The same with spaces. */
  international: string | null;
  displayName: string | null;
  quality: Quality | null;
  connectionQuality: ConnectionQuality;
  /** Where the picture is that the account shows of itself. */
  picture: string | null;
  lastSeen: string | null;
  operator: Operator | null;
  hourlyLimit: number;
  dailyLimit: number;
  typingSimulation: boolean;
  defaultCountry: string;
  timeZone: string;
  ownNumber: string | null;
  usage: { lastHour: number; today: number };
  restriction: { until: string; kind: string } | null;
  /** What the engine was told, by name; the value is null where it is secret. */
  settings: Record<string, { value: string | null; set: boolean } | undefined>;
  /** Where the engine's other side calls; a path while the installation has no public address. */
  webhookUrl: string | null;
  /** What its user should know that the state does not say, in the language of the request. */
  notices: { code: string; message: string }[];
  stats: { messagesSent: number };
}

/** How far the linking of a number is. */
export interface Pairing {
  status: string;
  /** The code to scan, while there is one. */
  qr: PairingCode | null;
  /** What only the engine's own page can carry out, such as a passkey. */
  externalStep: { kind: string; url: string | null } | null;
}

export interface PairingCode {
  code: string;
  expiresAt: string;
}

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

export interface Forecast {
  people: number;
  messages: number;
  startsAt: string;
  finishes: { numbers: number; at: string | null; days: number | null }[];
}

export interface Preflight {
  ready: boolean;
  problems: { code: string; message: string }[];
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

export interface LiveEvent {
  id: string;
  type: 'message' | 'campaign' | 'session' | 'contact';
  phase: string;
  messageId: number | null;
  campaignId: string | null;
  sessionId: string | null;
  reason: string | null;
  attempt: number | null;
  nextAt: string | null;
  at: string;
}

export interface Engine {
  name: string;
  /** Whether sessions use it that name none. */
  standard: boolean;
  /** Whether its numbers are linked to phones, which deleting a number unlinks. */
  linksPhones: boolean;
  capabilities: { simulated: boolean; templatesOnly: boolean; needsPacing: boolean };
  settings: EngineSetting[];
}

export interface EngineSetting {
  name: string;
  secret: boolean;
  required: boolean;
  description: string;
}

export interface Import {
  importId: number;
  state: string;
  fileName: string | null;
  charset: string | null;
  delimiter: string | null;
  columns: string[];
  phoneColumn: string;
  /** In whose way its numbers were read. */
  country: string;
  accepted: number;
  rejected: number;
  rejectedKept: number;
  errors: RefusedRow[];
  errorsByCode: Record<string, number>;
  /** The refused rows by what is said of them. */
  groups: { code: string; detail: string | null; repair: string | null; count: number }[];
  /** Those that were taken, with something to be said of their numbers. */
  remarks: { remark: Remark; country: string | null; count: number }[];
  rejectedCsv: string | null;
}

export interface RefusedRow {
  row: number;
  code: string;
  /** What is wrong with a number, or what is missing. */
  detail: string | null;
  message: string;
  phone: string;
  /** By whose numbers it was measured. */
  country: string | null;
  /** Those that stand in the cell, where they are several. */
  numbers: string[];
  /** What the number may have been meant to be. */
  proposal: { repair: string; phone: string } | null;
  /** The row of which it is a duplicate. */
  sameAs: { importId: number; row: number } | null;
}

/** What is to be said of a number that was taken. */
export type Remark = 'country_inferred' | 'confirmed' | 'spreadsheet' | 'repaired' | 'mended' | 'landline';

/** Somebody in a campaign of whose number something is to be said. */
export interface Remarked {
  row: number;
  phone: string;
  remark: Remark;
  country: string | null;
}

/** How a file would be read, at its first rows. */
export interface FirstLook {
  format: string;
  charset: string | null;
  delimiter: string | null;
  headed: boolean;
  country: string;
  columns: string[];
  phoneColumn: string | null;
  rows: {
    row: number;
    cells: string[];
    phone: string | null;
    code: string | null;
    detail: string | null;
    country: string | null;
    proposal: string | null;
  }[];
  /** Some cells that were read wrongly once, and what they would be if repaired. */
  garbled: { row: number; column: string; written: string; repaired: string }[];
  /** When the same file was read before. */
  earlier: { campaignId: string; campaign: string; importId: number; accepted: number; at: string }[];
}

/** A text put right, or null if there was nothing to put right. */
export interface RepairedText {
  repaired: string | null;
}

/** Who of a campaign's people was written to not long ago. */
export interface RecentlyContacted {
  count: number;
  people: { importId: number; row: number; phone: string; at: string; campaign: string | null }[];
}

/** The recipients worth looking at, as rows of the preview. */
export interface NotableRows {
  looked: number;
  longest: number | null;
  shortest: number | null;
  missing: number | null;
  missingCount: number;
}

export interface Preview {
  row: number;
  phone: string;
  /** The same with spaces. */
  international: string;
  text: string | null;
  error: string | null;
  variables: Record<string, string>;
  steps: { step: number; text: string | null; error: string | null }[];
  wordings: { text: string | null; error: string | null; own: boolean }[];
}

/** How many messages left in one hour. */
export interface SentHour {
  from: string;
  sent: number;
}

export interface LoggedEvent extends LiveEvent {
  detail: Record<string, unknown> | null;
}

export interface AuditEntry {
  id: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  detail: Record<string, unknown>;
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

/** An import as lists tell of it. */
export interface PastImport {
  importId: number;
  state: string;
  fileName: string | null;
  accepted: number;
  rejected: number;
  rejectedCsv: string | null;
  error: string | null;
  createdAt: string;
}

export interface ApiKey {
  id: number;
  name: string;
  prefix: string;
  scopes: string[];
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
}

export interface ApiKeyMade extends ApiKey {
  key: string;
}

export interface Health {
  status: string;
  reason: string | null;
  timestamp: string;
  multiSession: { totalSessions: number };
}

/** What another text would say to somebody whose turn has not come. */
export interface Trial {
  /** To how many it would go; 10,000 stands for more as well. */
  waiting: number;
  /** To ask for the next person. */
  message: number | null;
  phone: string | null;
  text: string | null;
  error: string | null;
}

/** From one duration to another, such as PT0.5S. */
export interface SimulatedDelay {
  min: string;
  max: string;
}

/** How a simulated number and the people it writes to behave; rates are between 0 and 1. */
export interface Behaviour {
  acceptDelay: SimulatedDelay;
  deliverDelay: SimulatedDelay;
  readDelay: SimulatedDelay;
  replyDelay: SimulatedDelay;
  refuseRate: number;
  notSentRate: number;
  unknownRate: number;
  undeliverableRate: number;
  replyRate: number;
  replyText: string;
  receipts: boolean;
  duplicateReceipts: boolean;
  reorderReceipts: boolean;
  evidence: boolean;
  hanging: boolean;
  silent: boolean;
}

/** The simulator's clock, and how much faster than real time it runs. */
export interface ClockReading {
  now: string;
  factor: number;
}
