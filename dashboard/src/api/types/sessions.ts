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

/** How many messages left in one hour. */
export interface SentHour {
  from: string;
  sent: number;
}
