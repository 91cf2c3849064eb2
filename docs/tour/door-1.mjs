#!/usr/bin/env node
// The JavaScript clients of the first document (campaigns with a live change of session), as it prints them, against a
// running ./run with simulated numbers. Usage: KEY=... node docs/tour/door-1.mjs [http://localhost:8080]
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

const API_BASE_URL = process.argv[2] ?? 'http://localhost:8080';
const getAuthToken = () => process.env.KEY;
assert.ok(getAuthToken(), 'KEY: a token, or an API key with the scopes read, send and manage');

// --- Esempio 2: JavaScript (Frontend) ---------------------------------------------------------------------------------

async function changeCampaignSession(campaignId, newSessionId) {
  try {
    const response = await fetch(
      `${API_BASE_URL}/api/whatsapp-campaigns/${campaignId}/change-session`,
      {
        method: 'PUT',
        headers: {
          'Authorization': `Bearer ${getAuthToken()}`,
          'Content-Type': 'application/json'
        },
        body: JSON.stringify({
          newWhatsappSessionId: newSessionId
        })
      }
    );

    const data = await response.json();

    if (data.success) {
      console.log('✅ Sessione cambiata!');
      console.log(`Da: ${data.changes.oldNumber}`);
      console.log(`A:  ${data.changes.newNumber}`);
      console.log(`Messaggi pending: ${data.changes.pendingMessages}`);
    } else {
      console.error('Errore:', data.message);
    }

    return data;
  } catch (error) {
    console.error('Errore rete:', error);
    throw error;
  }
}

// --- Esempio 3: Node.js (Backend-to-Backend) --------------------------------------------------------------------------

// As much of axios as the example needs, so that this runs without it.
const axios = {
  async put(url, body, { headers }) {
    const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(body) });
    const response = { status: answer.status, data: await answer.json() };
    if (!answer.ok) {
      throw Object.assign(new Error(`Request failed with status code ${answer.status}`), { response });
    }
    return response;
  }
};

async function changeCampaignWhatsAppNumber(campaignId, newSessionId, authToken) {
  try {
    const response = await axios.put(
      `${API_BASE_URL}/api/whatsapp-campaigns/${campaignId}/change-session`,
      {
        newWhatsappSessionId: newSessionId
      },
      {
        headers: {
          'Authorization': `Bearer ${authToken}`,
          'Content-Type': 'application/json'
        }
      }
    );

    console.log('✅ Cambio sessione completato');
    console.log('Vecchio numero:', response.data.changes.oldNumber);
    console.log('Nuovo numero:', response.data.changes.newNumber);
    console.log('Status campagna:', response.data.changes.campaignStatus);

    return response.data;
  } catch (error) {
    if (error.response) {
      console.error('Errore API:', error.response.data.message);
    } else {
      console.error('Errore:', error.message);
    }
    throw error;
  }
}

// --- What stands around them ------------------------------------------------------------------------------------------

async function call(method, path, body, type = 'application/json') {
  const response = await fetch(API_BASE_URL + path, {
    method,
    headers: { 'Authorization': `Bearer ${getAuthToken()}`, ...(body === undefined ? {} : { 'Content-Type': type }) },
    body: body === undefined || type !== 'application/json' ? body : JSON.stringify(body)
  });
  const text = await response.text();
  return { status: response.status, data: text === '' ? undefined : JSON.parse(text) };
}

async function ok(method, path, body, type) {
  const answer = await call(method, path, body, type);
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.data)}`);
  return answer.data;
}

async function until(what, test) {
  for (let i = 0; i < 600; i++) {
    if (await test()) return;
    await pause(100);
  }
  assert.fail(`waited in vain until ${what}`);
}

const state = async (session) => (await ok('GET', `/api/v1/sessions/${session}`)).state;

async function link(session, name, number) {
  await call('POST', '/api/v1/sessions', { id: session, name, engine: 'simulator' });
  if (await state(session) !== 'ready') {
    await until(`${session} shows a code`, async () => await state(session) === 'qr_generated');
    await ok('POST', `/api/v1/simulator/sessions/${session}/scan`, { number });
  }
  await until(`${session} is ready`, async () => await state(session) === 'ready');
}

await link('sessione-numero-1', 'Numero 1', '+393334000031');
await link('sessione-numero-2', 'Numero 2', '+393334000032');
const { data: campaign } = await ok('POST', '/api/whatsapp-campaigns', {
  name: 'Campagna JavaScript',
  whatsappSessionId: 'sessione-numero-1',
  template: 'Ciao {{nome|amico}}!',
  config: { messageDelay: { min: 1000, max: 1000 } }
});
const people = Array.from({ length: 8 }, (_, i) => `+39333600${i}000;Persona ${i}`);
await ok('POST', `/api/v1/campaigns/${campaign._id}/recipients`, ['telefono;nome', ...people].join('\n'), 'text/csv');
await ok('POST', `/api/whatsapp-campaigns/${campaign._id}/start`);

// Interfaccia Frontend: the sessions to choose from.
const { data: sessions } = await ok('GET', '/api/whatsapp-sessions');
const { data: before } = await ok('GET', `/api/whatsapp-campaigns/${campaign._id}`);
const availableSessions = sessions.filter(
  s => s.isActive && s.sessionId !== before.whatsappSessionId
);
const offered = availableSessions.map(session => `${session.name} (${session.phoneNumber})`);
console.log('Numero attuale:', before.whatsappNumber, '- a scelta:', offered.join(', '));
assert.equal(before.whatsappNumber, '+39 333 400 0031');
assert.ok(offered.includes('Numero 2 (+39 333 400 0032)'));
assert.ok(!availableSessions.some(s => s.sessionId === 'sessione-numero-1'));

// Utilizzo.
const changed = await changeCampaignSession(campaign._id, 'sessione-numero-2');
assert.equal(changed.message,
  'Sessione cambiata con successo. I messaggi rimanenti verranno inviati tramite +39 333 400 0032');
assert.equal(changed.data.whatsappSessionId, 'sessione-numero-2');
assert.equal(changed.data.whatsappNumber, '+39 333 400 0032');
assert.equal(changed.changes.oldNumber, '+39 333 400 0031');
assert.equal(changed.changes.campaignStatus, 'running');
assert.equal(changed.changes.pendingMessages + changed.changes.sentMessages + changed.changes.inFlight, 8);

const back = await changeCampaignWhatsAppNumber(campaign._id, 'sessione-numero-1', getAuthToken());
assert.equal(back.changes.newSessionId, 'sessione-numero-1');
await assert.rejects(changeCampaignWhatsAppNumber(campaign._id, 'sessione-inesistente', getAuthToken()), (error) => {
  assert.equal(error.response.status, 404);
  assert.equal(error.response.data.success, false);
  return error.response.data.message === 'Nuova sessione WhatsApp non trovata o non autorizzata';
});
const refused = await changeCampaignSession('64f5a1b2c3d4e5f6a7b8c9d0', 'sessione-numero-2');
assert.deepEqual([refused.success, refused.message], [false, 'Campagna non trovata']);

await until('the campaign is completed', async () =>
  (await ok('GET', `/api/whatsapp-campaigns/${campaign._id}`)).data.status === 'completed');
const { items } = await ok('GET', '/api/v1/simulator/ledger?limit=1000');
const arrived = items.filter(item => item.text.startsWith('Ciao Persona') && item.to.includes('39333600'));
assert.equal(arrived.length, 8, 'each of the 8 people was written to once');
console.log('Tutti gli 8 messaggi sono arrivati, ognuno una volta sola.');
