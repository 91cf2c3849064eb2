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

export interface LoggedEvent extends LiveEvent {
  detail: Record<string, unknown> | null;
}
