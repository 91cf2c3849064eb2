import assert from 'node:assert/strict';
import test from 'node:test';
import { Acks } from '../src/acks.mjs';
import { Sending } from '../src/sending.mjs';

const message = { phone: '393331000001', id: 'M1', text: 'ciao', ms: 5000 };
const known = { find: async () => '393331000001@s.whatsapp.net' };
const nobody = { find: async () => undefined };

/** A sending, and a socket that encrypts and then does this. */
function setUp(then = async () => {}, chats = known) {
  const acks = new Acks();
  const sending = new Sending(acks, chats);
  const sent = [];
  const socket = {
    async sendMessage(chat, content, { messageId }) {
      sending.beforeEncryption();
      sent.push({ chat, content, messageId });
      await then(messageId, acks);
    },
  };
  return { acks, sending, socket, sent };
}

test('a message with an ack is accepted, under the id that was chosen before', async () => {
  const { sending, socket, sent } = setUp(async (id, acks) => acks.reached(id, 0));
  assert.deepEqual(await sending.send(socket, message), { outcome: 'accepted' });
  assert.equal(sent[0].messageId, 'M1');
});

test('no preview is made: it would fetch an address out of the text', async () => {
  const { sending, socket, sent } = setUp(async (id, acks) => acks.reached(id, 0));
  await sending.send(socket, message);
  assert.equal(sent[0].content.linkPreview, null);
});

test('an upload that fails did not leave, and says so', async () => {
  const acks = new Acks();
  const socket = { sendMessage: async () => Promise.reject(new Error('no host takes it')) };
  const media = { kind: 'image', type: 'image/png', bytes: '' };
  const outcome = await new Sending(acks, known).send(socket, { ...message, media });
  assert.deepEqual(outcome, { outcome: 'notSent', code: 'media_not_uploaded' });
});

test('a message with a picture that breaks after the encryption may have left', async () => {
  const { sending, socket } = setUp(async () => Promise.reject(new Error()));
  const media = { kind: 'image', type: 'image/png', bytes: '' };
  const outcome = await sending.send(socket, { ...message, media });
  assert.deepEqual(outcome, { outcome: 'unknown', code: 'broke_off' });
});

test('463 is a restriction and nothing was sent', async () => {
  const { sending, socket } = setUp(async (id, acks) => acks.refused(id, '463'));
  assert.deepEqual(await sending.send(socket, message), { outcome: 'notSent', code: 'restricted' });
});

test('a number without WhatsApp is refused before anything is encrypted', async () => {
  const { sending, socket, sent } = setUp(undefined, nobody);
  const outcome = await sending.send(socket, message);
  assert.deepEqual(outcome, { outcome: 'refused', code: 'not_on_whatsapp' });
  assert.equal(sent.length, 0);
});

test('what breaks before the encryption did not leave', async () => {
  const { sending, socket } = setUp(undefined, { find: async () => Promise.reject(new Error()) });
  assert.deepEqual(await sending.send(socket, message), { outcome: 'notSent', code: 'not_ready' });
});

test('what breaks after the encryption may have left', async () => {
  const { sending, socket } = setUp(async () => Promise.reject(new Error()));
  assert.deepEqual(await sending.send(socket, message), { outcome: 'unknown', code: 'broke_off' });
});

test('a connection that is lost before the ack leaves it open', async () => {
  const { sending, socket } = setUp(async (id, acks) => acks.lost());
  const outcome = await sending.send(socket, message);
  assert.deepEqual(outcome, { outcome: 'unknown', code: 'connection_lost' });
});

test('no ack in time leaves it open', async () => {
  const { sending, socket } = setUp();
  const outcome = await sending.send(socket, { ...message, ms: 20 });
  assert.deepEqual(outcome, { outcome: 'unknown', code: 'no_ack_in_time' });
});

test('what was given up before the encryption can never leave later', async () => {
  let found;
  const slow = { find: () => new Promise((resolve) => (found = resolve)) };
  const { sending, socket, sent } = setUp(undefined, slow);
  const outcome = await sending.send(socket, { ...message, ms: 20 });
  assert.deepEqual(outcome, { outcome: 'notSent', code: 'too_slow' });
  found('393331000001@s.whatsapp.net');
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(sent.length, 0);
});

test('messages of one session leave one after the other', async () => {
  const order = [];
  const { sending, socket } = setUp(async (id, acks) => {
    order.push(`begin ${id}`);
    await new Promise(setImmediate);
    order.push(`end ${id}`);
    acks.reached(id, 0);
  });
  await Promise.all([sending.send(socket, message), sending.send(socket, { ...message, id: 'M2' })]);
  assert.deepEqual(order, ['begin M1', 'end M1', 'begin M2', 'end M2']);
});

test('a socket that is gone ends the wait at once, and what was not encrypted by then never is', async () => {
  let found;
  const slow = { find: () => new Promise((resolve) => (found = resolve)) };
  const { sending, socket, sent } = setUp(undefined, slow);
  const outcome = sending.send(socket, { ...message, ms: 60_000 });
  await new Promise(setImmediate);

  sending.brokeOff();

  assert.deepEqual(await outcome, { outcome: 'notSent', code: 'not_ready' });
  found('393331000001@s.whatsapp.net');
  await new Promise(setImmediate);
  assert.equal(sent.length, 0);
});
