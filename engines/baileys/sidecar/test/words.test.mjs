import assert from 'node:assert/strict';
import test from 'node:test';
import { codeOf, meaningOf } from '../src/closing.mjs';
import { contentOf, digitsAt, isId, millisOf, personOf } from '../src/inbound.mjs';
import { outcomeOf } from '../src/outcome.mjs';
import { Restriction } from '../src/restriction.mjs';
import { readAck, readReceipt, readReceiptNode, readStatus } from '../src/statuses.mjs';

test('close codes', () => {
  assert.deepEqual(meaningOf(515, false), { e: 'restart' });
  assert.equal(meaningOf(401, true).e, 'loggedOut');
  assert.equal(meaningOf(401, false).e, 'disconnected', 'there was no link that could be gone');
  assert.equal(meaningOf(403, true).e, 'banned');
  assert.equal(meaningOf(440, true).e, 'replaced');
  assert.equal(meaningOf(405, true).e, 'failed');
  assert.deepEqual(meaningOf(408, false), { e: 'disconnected', reason: 'qr_expired' });
  assert.deepEqual(meaningOf(428, true), { e: 'disconnected', reason: 'closed_428' });
  assert.deepEqual(meaningOf(undefined, true), { e: 'disconnected', reason: 'closed' });
  assert.equal(codeOf({ error: { output: { statusCode: 440 } } }), 440);
  assert.equal(codeOf(undefined), undefined);
});

test('statuses and acks', () => {
  assert.deepEqual([2, 3, 4, 5].map((status) => readStatus(status)), [0, 1, 2, 3].map((level) => ({ level })));
  assert.equal(readStatus(1), undefined);
  assert.equal(readStatus(undefined), undefined);
  assert.deepEqual(readStatus(0, ['463', 'text']), { code: '463' });
  assert.deepEqual(readStatus(0), { code: 'unknown' });
  assert.deepEqual(readAck({ attrs: { id: 'A' } }), { level: 0 });
  assert.deepEqual(readAck({ attrs: { id: 'A', error: '463' } }), { code: '463' });
  assert.deepEqual(readReceipt({ receiptTimestamp: 1 }), { level: 1 });
  assert.deepEqual(readReceipt({ readTimestamp: 1 }), { level: 2 });
});

test('raw receipts: of which of our messages they speak', () => {
  const me = { id: '393330000001:5@s.whatsapp.net', lid: '100000000000001:5@lid' };
  const read = (attrs, content) => readReceiptNode({ tag: 'receipt', attrs: { id: 'A', t: '7', ...attrs }, content }, me);
  const items = ['B', 'C', 'A'].map((id) => ({ tag: 'item', attrs: { id } }));
  const person = '393330000002@s.whatsapp.net';

  assert.deepEqual(read({ from: person }), { ids: ['A'], level: 1, at: 7000 });
  assert.deepEqual(read({ from: '100000000000002@lid', type: 'read' }), { ids: ['A'], level: 2, at: 7000 });
  assert.deepEqual(read({ from: person }, [{ tag: 'list', attrs: {}, content: items }]).ids, ['A', 'B', 'C']);
  const ourPhone = { from: '393330000001@s.whatsapp.net', recipient: person };
  assert.deepEqual(read({ ...ourPhone, type: 'sender' }), { ids: ['A'], level: 0, at: 7000 });
  assert.deepEqual(read({ ...ourPhone, type: 'read' }).ids, [], 'our phone has read what the person wrote');
  assert.deepEqual(read({ from: person, type: 'retry' }), { ids: [] });
  assert.deepEqual(read({ from: '123-456@g.us', participant: person }), { ids: [] });
});

test('refusals: who is certain that nothing left, and who is not', () => {
  assert.deepEqual(outcomeOf({ code: '463' }), { outcome: 'notSent', code: 'restricted' });
  assert.deepEqual(outcomeOf({ code: '429' }), { outcome: 'notSent', code: 'throttled' });
  assert.deepEqual(outcomeOf({ code: '400' }), { outcome: 'refused', code: 'error_400' });
  assert.equal(outcomeOf({ code: '500' }).outcome, 'unknown');
  assert.equal(outcomeOf({ code: 'unknown' }).outcome, 'unknown');
  assert.equal(outcomeOf({ lost: true }).outcome, 'unknown');
  assert.equal(outcomeOf({ level: 2 }).outcome, 'accepted');
});

test('what is said in messages of the usual kinds', () => {
  const text = (message) => contentOf(message)?.text;
  assert.deepEqual(contentOf({ conversation: 'ciao' }), { kind: 'text', text: 'ciao' });
  assert.equal(text({ extendedTextMessage: { text: 'see https://x.example' } }), 'see https://x.example');
  assert.equal(text({ ephemeralMessage: { message: { conversation: 'soon gone' } } }), 'soon gone');
  assert.deepEqual(contentOf({ imageMessage: { caption: 'me' } }), { kind: 'media', text: 'me' });
  assert.deepEqual(contentOf({ audioMessage: {} }), { kind: 'media', text: '' });
  assert.deepEqual(contentOf({ buttonsResponseMessage: { selectedDisplayText: 'Yes' } }), { kind: 'button', text: 'Yes' });
  assert.equal(text({ listResponseMessage: { title: 'Second' } }), 'Second');
  assert.equal(text({ templateButtonReplyMessage: { selectedDisplayText: 'STOP' } }), 'STOP');
  assert.deepEqual(contentOf({ reactionMessage: { text: '👍' } }), { kind: 'reaction', text: '👍' });
  assert.deepEqual(contentOf({ locationMessage: {} }), { kind: 'other', text: '' });
});

test('what says nothing is nothing', () => {
  assert.equal(contentOf(undefined), undefined);
  assert.equal(contentOf(null), undefined);
  assert.equal(contentOf({}), undefined);
  assert.equal(contentOf({ protocolMessage: { type: 0 }, messageContextInfo: {} }), undefined);
  let deep = { conversation: 'x' };
  for (let i = 0; i < 50; i++) deep = { ephemeralMessage: { message: deep } };
  assert.equal(contentOf(deep), undefined);
});

test('a text is cut at the length that WhatsApp allows', () => {
  assert.equal(contentOf({ conversation: 'x'.repeat(100_000) }).text.length, 65_536);
});

test('people by phone, by lid, and by both', () => {
  assert.deepEqual(personOf({ remoteJid: '39333@s.whatsapp.net' }), { phone: '39333', lid: undefined });
  assert.deepEqual(personOf({ remoteJid: '99@lid', remoteJidAlt: '39333:5@s.whatsapp.net' }), { phone: '39333', lid: '99' });
  assert.deepEqual(personOf({ remoteJid: '99@lid' }), { phone: undefined, lid: '99' });
  assert.equal(personOf({ remoteJid: '1234-5678@g.us' }), undefined);
  assert.equal(personOf({ remoteJid: 'status@broadcast' }), undefined);
  assert.equal(personOf({}), undefined);
  assert.equal(digitsAt('39333:12@s.whatsapp.net', 's.whatsapp.net'), '39333');
  assert.equal(digitsAt(undefined, 'lid'), undefined);
});

test('times and ids', () => {
  assert.equal(millisOf(1_700_000_000), 1_700_000_000_000);
  assert.equal(millisOf({ low: 1_700_000_000, high: 0 }), 1_700_000_000_000);
  assert.ok(Math.abs(millisOf(undefined) - Date.now()) < 60_000);
  assert.ok(isId('3EB0'));
  assert.ok(!isId(''));
  assert.ok(!isId(5));
  assert.ok(!isId('x'.repeat(129)));
});

test('a time lock is told with its end, and its end too', () => {
  const told = [];
  const restriction = new Restriction((event) => told.push(event));
  const timeEnforcementEnds = new Date(Date.now() + 3_600_000);
  restriction.timelock({ isActive: true, timeEnforcementEnds, enforcementType: 'BIZ_QUALITY' });
  restriction.timelock({ isActive: false });
  assert.deepEqual(told, [
    { e: 'restricted', until: timeEnforcementEnds.getTime(), kind: 'timelock_biz_quality' },
    { e: 'unrestricted' },
  ]);
});

test('a bare 463 holds for a day, whatever the account says about locks', () => {
  const told = [];
  const restriction = new Restriction((event) => told.push(event));
  restriction.refused();
  restriction.timelock({ isActive: false });
  restriction.refused();
  assert.equal(told.length, 1);
  assert.equal(told[0].kind, 'error_463');
  assert.ok(told[0].until > Date.now() + 23 * 3_600_000);
});

test('the cap of new chats restricts until its cycle ends, in seconds or milliseconds', () => {
  const told = [];
  const restriction = new Restriction((event) => told.push(event));
  const seconds = Math.floor(Date.now() / 1000) + 3600;
  restriction.cap({ capping_status: 'FIRST_WARNING', cycle_end_timestamp: String(seconds) });
  restriction.cap({ capping_status: 'CAPPED', cycle_end_timestamp: String(seconds) });
  restriction.cap({ capping_status: 'CAPPED', cycle_end_timestamp: String(seconds * 1000) });
  assert.deepEqual(told.map(({ until }) => until), [seconds * 1000, seconds * 1000]);
  assert.equal(told[0].kind, 'new_chat_cap');
});
