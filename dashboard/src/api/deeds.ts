import type { Deed } from './deed';
import type { ApiKeyMade, Profile } from './types/access';
import type { Campaign, SessionChanged } from './types/campaigns';
import type { Contact, OptOutDone, OptOutReport } from './types/contacts';
import type { Import } from './types/imports';
import type { MessageStory, Retried } from './types/messages';
import type { PairingCode, Session } from './types/sessions';
import type { Behaviour } from './types/simulator';

/** Everything that the dashboard can change for somebody who is logged in. */

const at = encodeURIComponent;
const session = (id: string) => `/api/v1/sessions/${at(id)}`;
const campaign = (id: string) => `/api/v1/campaigns/${at(id)}`;
const contact = (phone: string) => `/api/v1/contacts/${at(phone)}`;

// Numbers

export const connectNumber = (body: object): Deed<Session> => ({ method: 'POST', path: '/api/v1/sessions', body });
export const changeNumber = (id: string, body: object): Deed<Session> => ({
  method: 'PATCH',
  path: session(id),
  body,
});
export const runNumber = (id: string, deed: 'start' | 'stop' | 'restart' | 'logout'): Deed<Session> => ({
  method: 'POST',
  path: `${session(id)}/${deed}`,
});
export const deleteNumber = (id: string): Deed<undefined> => ({ method: 'DELETE', path: session(id) });
export const askPairingCode = (id: string, phoneNumber: string): Deed<PairingCode> => ({
  method: 'POST',
  path: `${session(id)}/pairing-code`,
  body: { phoneNumber },
});
export const scanSimulated = (id: string): Deed<unknown> => ({
  method: 'POST',
  path: `/api/v1/simulator/sessions/${at(id)}/scan`,
  body: {},
});
export const behaveSimulated = (id: string, body: object): Deed<Behaviour> => ({
  method: 'PUT',
  path: `/api/v1/simulator/sessions/${at(id)}/behaviour`,
  body,
});

/** What happens to a simulated number, on its phone or by somebody who writes to it. */
export const happenSimulated = (
  id: string,
  what: 'drop' | 'logout' | 'ban' | 'restrict' | 'unrestrict' | 'say',
  body?: object,
): Deed<unknown> => ({
  method: 'POST',
  path: `/api/v1/simulator/sessions/${at(id)}/${what}`,
  ...(body === undefined ? {} : { body }),
});

// Campaigns

export const createCampaign = (body: object): Deed<Campaign> => ({ method: 'POST', path: '/api/v1/campaigns', body });
/** @param version that was seen; left out where there is nobody to be overtaken by */
export const changeCampaign = (id: string, body: object, version?: number): Deed<Campaign> => ({
  method: 'PATCH',
  path: campaign(id),
  body,
  ...(version === undefined ? {} : { version }),
});
export const unscheduleCampaign = (id: string): Deed<Campaign> => ({
  method: 'DELETE',
  path: `${campaign(id)}/schedule`,
});
export const runCampaign = (
  id: string,
  deed: 'start' | 'pause' | 'resume' | 'stop' | 'continue',
  body: object = {},
): Deed<Campaign> => ({
  method: 'POST',
  path: `${campaign(id)}/${deed}`,
  slow: deed !== 'pause' && deed !== 'resume',
  ...(deed === 'start' ? { body } : {}),
});
export const scheduleCampaign = (id: string, body: { at: string }): Deed<Campaign> => ({
  method: 'POST',
  path: `${campaign(id)}/schedule`,
  body,
});
export const addRecipients = (id: string, file: File, type: string, query: URLSearchParams): Deed<Import> => ({
  method: 'POST',
  path: `${campaign(id)}/recipients?${query}`,
  body: file,
  type,
});
export const mendRow = (at: { campaign: string; importId: number; row: number }, phone: string): Deed<Import> => ({
  method: 'PATCH',
  path: `${campaign(at.campaign)}/imports/${at.importId}/rejected/${at.row}`,
  body: { phone },
});
/** Judges refused rows anew; with a repair, each with what is proposed for it. */
export const mendGroup = (
  at: { campaign: string; importId: number },
  group: { code?: string; detail?: string; repair?: string },
): Deed<Import> => ({
  method: 'POST',
  path: `${campaign(at.campaign)}/imports/${at.importId}/rejected/again`,
  body: group,
  slow: true,
});
/** Says which of the rows with the same number count. */
export const keepDoubles = (
  at: { campaign: string; importId: number },
  keep: 'first' | 'last' | 'merge',
): Deed<Import> => ({
  method: 'PUT',
  path: `${campaign(at.campaign)}/imports/${at.importId}/doubles`,
  body: { keep },
  slow: true,
});
/** Finds right, or leaves out, who was taken for somebody of this country. */
export const judgeInferred = (
  at: { campaign: string; importId: number },
  country: string,
  deed: 'accept' | 'leaveOut',
): Deed<Import> => ({
  method: deed === 'accept' ? 'PUT' : 'DELETE',
  path: `${campaign(at.campaign)}/imports/${at.importId}/inferred/${country}`,
  slow: true,
});
export const removeImport = (id: string, importId: number): Deed<undefined> => ({
  method: 'DELETE',
  path: `${campaign(id)}/imports/${importId}`,
  slow: true,
});
export const excludeRecent = (id: string, days: number): Deed<{ excluded: number }> => ({
  method: 'DELETE',
  path: `${campaign(id)}/recently-contacted?days=${days}`,
  slow: true,
});
/** @param version that was seen; left out where there is nobody to be overtaken by */
export const moveCampaign = (id: string, sessionId: string, version?: number): Deed<SessionChanged> => ({
  method: 'PUT',
  path: `${campaign(id)}/session`,
  body: { sessionId },
  slow: true,
  ...(version === undefined ? {} : { version }),
});

// Messages

export const sendMessage = (body: { sessionId: string; to: string; text: string }): Deed<{ id: number }> => ({
  method: 'POST',
  path: '/api/v1/messages',
  body,
});
export const retryMessage = (id: number): Deed<MessageStory> => ({
  method: 'POST',
  path: `/api/v1/messages/${id}/retry`,
});
export const forceMessage = (id: number): Deed<MessageStory> => ({
  method: 'POST',
  path: `/api/v1/messages/${id}/force-send`,
});
export const resolveMessage = (id: number, outcome: 'sent' | 'failed'): Deed<MessageStory> => ({
  method: 'POST',
  path: `/api/v1/messages/${id}/resolve`,
  body: { outcome },
});
/** @param dryRun only says what would happen */
export const retryFailed = (
  scope: { campaignId?: string | undefined; sessionId?: string | undefined; reason?: string | undefined },
  dryRun = false,
): Deed<Retried> => ({
  method: 'POST',
  path: `/api/v1/messages/retry-failed${dryRun ? '?dryRun=true' : ''}`,
  slow: true,
  body: scope,
});

// People

export const changeContact = (phone: string, body: object): Deed<Contact> => ({
  method: 'PATCH',
  path: contact(phone),
  body,
});
export const eraseContact = (phone: string): Deed<undefined> => ({
  method: 'DELETE',
  path: `${contact(phone)}?erase=true`,
});
export const addOptOut = (phone: string): Deed<OptOutDone> => ({
  method: 'POST',
  path: '/api/v1/opt-outs',
  body: { phone, source: 'dashboard' },
});
export const importOptOuts = (file: File): Deed<OptOutReport> => ({
  method: 'POST',
  path: '/api/v1/opt-outs/import',
  body: file,
  type: 'text/csv',
});
export const liftOptOut = (phone: string, reason: string): Deed<undefined> => ({
  method: 'DELETE',
  path: `/api/v1/opt-outs/${at(phone)}?${new URLSearchParams({ reason })}`,
});

// Access

export const createKey = (body: { name: string; scopes: string[]; expiresAt: string | null }): Deed<ApiKeyMade> => ({
  method: 'POST',
  path: '/api/v1/api-keys',
  body,
});
export const revokeKey = (id: number): Deed<undefined> => ({ method: 'DELETE', path: `/api/v1/api-keys/${id}` });
export const changeProfile = (body: object): Deed<Profile> => ({ method: 'PATCH', path: '/api/v1/me', body });
export const addUser = (email: string, password: string): Deed<Profile> => ({
  method: 'POST',
  path: '/api/v1/users',
  body: { email, password },
});
export const removeUser = (id: number): Deed<undefined> => ({ method: 'DELETE', path: `/api/v1/users/${id}` });
