import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { downloadContentFromMessage, generateWAMessageContent } from 'baileys';
import { contentOf } from '../src/outgoing.mjs';

const photo = Buffer.from('the photo of a shop '.repeat(5000));
const image = { kind: 'image', type: 'image/jpeg', bytes: photo.toString('base64') };

/** What Baileys makes of it, and the file that it uploads. */
async function made(message) {
  let file;
  const upload = async (path) => {
    file = await readFile(path);
    return { mediaUrl: 'https://mmg.whatsapp.net/x', directPath: '/x' };
  };
  return { content: await generateWAMessageContent(contentOf(message), { upload }), file: () => file };
}

test('a text is sent without a preview', () => {
  assert.deepEqual(contentOf({ text: 'ciao' }), { text: 'ciao', linkPreview: null });
});

test('a picture is uploaded encrypted, and its key goes with the message', async () => {
  const { content, file } = await made({ text: 'ecco', media: image });
  const message = content.imageMessage;
  assert.equal(message.caption, 'ecco');
  assert.equal(message.mimetype, 'image/jpeg');
  assert.equal(Number(message.fileLength), photo.length);
  assert.ok(!file().includes('the photo of a shop'));

  const opened = await decrypted(message, 'image', file());
  assert.ok(opened.equals(photo));
});

test('a document keeps its name and its type', async () => {
  const media = { kind: 'document', type: 'application/pdf', name: 'Listino.pdf', bytes: image.bytes };
  const { content } = await made({ text: '', media });
  assert.equal(content.documentMessage.fileName, 'Listino.pdf');
  assert.equal(content.documentMessage.mimetype, 'application/pdf');
  assert.ok(!content.documentMessage.caption);
});

test('what looks like an address in the bytes is not fetched', async () => {
  const bytes = Buffer.from('http://127.0.0.1:1/secret').toString('base64');
  const { content } = await made({ text: '', media: { ...image, bytes } });
  assert.equal(Number(content.imageMessage.fileLength), 25);
});

/** Opens a file as a phone would: Baileys fetches it from where it was uploaded. */
async function decrypted(message, type, file) {
  const before = globalThis.fetch;
  globalThis.fetch = async () => new Response(file);
  try {
    const url = 'https://mmg.whatsapp.net/x';
    const stream = await downloadContentFromMessage({ mediaKey: message.mediaKey, url }, type);
    return Buffer.concat(await stream.toArray());
  } finally {
    globalThis.fetch = before;
  }
}
