/** Where the API answers what first views show: these are asked for before the scripts that draw them are there. */

const MOST = 1000;

function campaignPath(id: string): string {
  return `/api/v1/campaigns/${encodeURIComponent(id)}`;
}

/** Which messages to fetch. */
export interface MessageFilter {
  campaignId?: string | undefined;
  sessionId?: string | undefined;
  /** One state, or several with commas between. */
  status?: string | undefined;
  order?: 'oldest' | 'newest';
  limit?: number;
  cursor?: string | undefined;
}

function asked(filter: MessageFilter): URLSearchParams {
  const query = new URLSearchParams();
  Object.entries(filter).forEach(([name, value]) => value !== undefined && query.set(name, String(value)));
  return query;
}

/** As many as a list of the queue begins with. */
export const FIRST_ROWS = 100;

/** The beginning of a list of the queue. */
export function firstRows(status: string, order: 'oldest' | 'newest'): MessageFilter {
  return { status, order, limit: FIRST_ROWS };
}

/** As many as a campaign's page shows of what comes next. */
export const NEXT_ROWS = 10;

/** A campaign's next messages: what is under way, then what waits. */
export function nextOf(campaignId: string): MessageFilter[] {
  return ['claimed,sending', 'queued'].map((status) => ({ campaignId, status, limit: NEXT_ROWS, order: 'oldest' }));
}

export const PATHS = {
  me: '/api/v1/me',
  health: '/health',
  sessions: `/api/v1/sessions?limit=${MOST}`,
  campaigns: `/api/v1/campaigns?order=newest&limit=${MOST}`,
  webhooks: '/api/v1/webhooks?limit=100',
  sentByHour: '/api/v1/sent-by-hour',
  campaign: campaignPath,
  /** How a campaign went; over the last such duration, or since its start. */
  course: (id: string, span: string | null) => `${campaignPath(id)}/history${span === null ? '' : `?span=${span}`}`,
  messages: (filter: MessageFilter) => `/api/v1/messages?${asked(filter)}`,
  counts: (filter: MessageFilter) => `/api/v1/messages/counts?${asked(filter)}`,
};
