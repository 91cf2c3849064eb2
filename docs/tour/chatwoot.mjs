#!/usr/bin/env node
// Calls the webhook as Chatwoot does, with and without a signature, with and without the name of the event, against a
// running ./run with simulated numbers. With CHATWOOT_WEBHOOK_SECRET set for ./run and here alike, what is signed needs no
// key. Usage: KEY=... node docs/tour/chatwoot.mjs [http://localhost:8080]
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

const base = process.argv[2] ?? 'http://localhost:8080';
const key = process.env.KEY;
const secret = process.env.CHATWOOT_WEBHOOK_SECRET;
assert.ok(key, 'KEY: an API key with the scopes read, send and manage');

/** A message as Chatwoot tells of it; each has an id of its own. */
let nextId = Date.now();
const chatwoot = (more = {}) => ({
  account: { id: 1, name: 'Acme Inc' },
  additional_attributes: {},
  content_attributes: {},
  content_type: 'text',
  content: 'Olá! Como posso ajudar?',
  conversation: {
    additional_attributes: {},
    can_reply: true,
    channel: 'Channel::Api',
    contact_inbox: { id: 11, contact_id: 7, inbox_id: 2, source_id: '8a1c0e52-7d0c-4bb7-9d0e-0d6b8a3a3f1e' },
    id: 4,
    inbox_id: 2,
    messages: [],
    labels: [],
    meta: {
      sender: { id: 7, name: 'Maria', phone_number: '+244929782402', type: 'contact' },
      assignee: { id: 3, name: 'Ana', type: 'user' },
      hmac_verified: false
    },
    status: 'open'
  },
  created_at: new Date().toISOString(),
  event: 'message_created',
  id: nextId++,
  inbox: { id: 2, name: 'WhatsApp' },
  message_type: 'outgoing',
  private: false,
  sender: { id: 3, name: 'Ana', email: 'ana@example.org', type: 'user' },
  sessionId: 'chatwoot',
  source_id: null,
  ...more
});

const withKey = { 'X-Api-Key': key };

function signed(body) {
  const timestamp = Math.floor(Date.now() / 1000).toString();
  const mac = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return { 'X-Chatwoot-Timestamp': timestamp, 'X-Chatwoot-Signature': `sha256=${mac}` };
}

async function post(path, body, headers) {
  const begun = performance.now();
  const response = await fetch(base + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body
  });
  const answer = { status: response.status, ...(await response.json()) };
  console.log(`${response.status} in ${Math.round(performance.now() - begun)} ms`, answer.ignored ?? answer.messageId ?? answer.code);
  return answer;
}

const call = async (event, headers = withKey, path = '/webhook') => post(path, JSON.stringify(event), headers);

async function own(method, path, body) {
  const response = await fetch(base + path, {
    method,
    headers: { ...withKey, 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body)
  });
  return response.json();
}

async function until(what, test) {
  for (let i = 0; i < 600; i++) {
    if (await test()) return;
    await pause(100);
  }
  assert.fail(`waited in vain until ${what}`);
}

const queued = (answer) => {
  assert.equal(answer.status, 200);
  assert.deepEqual([answer.success, answer.queued, typeof answer.messageId], [true, true, 'number']);
};
const ignored = (answer, why) => assert.deepEqual([answer.status, answer.success, answer.ignored], [200, true, why]);
const is = async (state) => (await own('GET', '/api/v1/sessions/chatwoot')).state === state;

await own('POST', '/sessions', { sessionId: 'chatwoot', headless: true });
await own('PATCH', '/api/v1/sessions/chatwoot', { hourlyLimit: 100, typingSimulation: false });
if (!await is('ready')) {
  await until('a code is shown', () => is('qr_generated'));
  await own('POST', '/api/v1/simulator/sessions/chatwoot/scan', { number: '+244923000041' });
}
await until('the session is ready', () => is('ready'));

console.log('Without a signature: with a key, as it is documented, and without the name of the event');
queued(await call(chatwoot({ content: 'with its event' })));
const { event, ...unnamed } = chatwoot({ content: 'without its event' });
queued(await call(unnamed));
queued(await call({
  message_type: 'outgoing',
  private: false,
  sessionId: 'chatwoot',
  conversation: { meta: { sender: { phone_number: '244929782402' } } },
  content: 'as the document prints it'
}));
assert.equal((await call(chatwoot(), {})).status, 401);

console.log('What there is nothing to do about');
const twice = chatwoot({ content: 'the same twice' });
queued(await call(twice));
ignored(await call(twice), 'duplicate');
ignored(await call(chatwoot({ event: 'message_updated' })), 'event message_updated');
ignored(await call(chatwoot({ event: 'conversation_created' })), 'event conversation_created');
ignored(await call(chatwoot({ message_type: 'incoming' })), 'not outgoing');
ignored(await call(chatwoot({ private: true })), 'private');
ignored(await call(chatwoot({ source_id: 'WAID:3EB0' })), 'echo');
ignored(await call(chatwoot({ content: null, attachments: [{ id: 1, file_type: 'image' }] })), 'no text');

console.log('With a key to send in the URL');
const made = await own('POST', '/api/v1/api-keys', { name: 'chatwoot', scopes: ['send'] });
const url = made.key === undefined ? undefined : `/webhook?token=${made.key}`;
if (url !== undefined) {
  const body = JSON.stringify(chatwoot({ content: 'with a token in the URL' }));
  queued(await post(url, body, secret ? signed(body) : {}));
  if (secret) {
    assert.equal((await call(chatwoot(), {}, url)).code, 'webhook_signature_invalid');
  }
}

const texts = ['with its event', 'without its event', 'as the document prints it', 'the same twice'];
if (url !== undefined) texts.push('with a token in the URL');

if (secret) {
  console.log('Signed, and without any key');
  const body = JSON.stringify(chatwoot({ content: 'signed' }));
  queued(await post('/webhook', body, signed(body)));
  const { event: _, ...bare } = chatwoot({ content: 'signed, without its event' });
  const bareBody = JSON.stringify(bare);
  queued(await post('/webhook', bareBody, signed(bareBody)));
  const forged = await post('/webhook', JSON.stringify(chatwoot()), signed(body));
  assert.deepEqual([forged.status, forged.code], [401, 'webhook_signature_invalid']);
  texts.push('signed', 'signed, without its event');
} else {
  console.log('Without CHATWOOT_WEBHOOK_SECRET nothing is signed here.');
}

await until('all of it has arrived', async () => {
  const { items } = await own('GET', '/api/v1/simulator/ledger?limit=1000');
  const arrived = items.filter(item => item.sessionId === 'chatwoot').map(item => item.text);
  return texts.every(text => arrived.includes(text));
});
const { items } = await own('GET', '/api/v1/simulator/ledger?limit=1000');
const arrived = items.filter(item => item.sessionId === 'chatwoot' && item.text === 'the same twice');
assert.equal(arrived.length, 1, 'the same message twice is sent once');

console.log('Load balancing, as the document does it in the client');
const sessions = ['chatwoot'];
const sessionIndex = Math.floor(Math.random() * sessions.length);
const selectedSession = sessions[sessionIndex];
const sent = await fetch(`${base}/sessions/${selectedSession}/send`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', ...withKey },
  body: JSON.stringify({
    phoneNumber: '244929782402',
    message: 'Message distributed across sessions'
  })
});
assert.equal((await sent.json()).message, 'Message sent successfully');
await own('DELETE', '/sessions/chatwoot');
