export interface Profile {
  id: number;
  email: string;
  administrator: boolean;
  locale: string;
  timeZone: string;
  defaultCountry: string;
  createdAt: string;
}

export interface AuditEntry {
  id: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  detail: Record<string, unknown>;
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
