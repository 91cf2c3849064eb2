/**
 * What Baileys is given to send. Bytes, never an address: Baileys would fetch it by itself, past the product's one way out.
 *
 * @param message `{text, media}`; media is `{kind, type, name, bytes}` with the bytes in base64, or missing
 */
export function contentOf({ text, media }) {
  // Without a preview: it would fetch whatever address stands in the text.
  if (!media) return { text, linkPreview: null };
  const content = { mimetype: media.type, ...(text ? { caption: text } : {}) };
  const bytes = Buffer.from(media.bytes, 'base64');
  if (media.kind === 'document') return { ...content, document: bytes, fileName: media.name };
  // Without a thumbnail: making one would write the picture into a file, and needs a library that reads pictures.
  return { ...content, image: bytes, jpegThumbnail: null };
}
