import { BufferJSON, proto } from 'baileys';

/** The name of a key in the parent's store. */
export const nameOf = (type, id) => `${type}/${id}`;

/**
 * Signal's keys of one session, kept by the parent, none of them here. A change is one request, which the parent carries
 * out as a whole and answers when it is on disk.
 *
 * @param ask asks the parent
 */
export function keyStore(ask) {
  return {
    async get(type, ids) {
      if (ids.length === 0) return {};
      const values = await ask({ e: 'load', names: ids.map((id) => nameOf(type, id)) });
      const found = ids.filter((id) => values[nameOf(type, id)]);
      return Object.fromEntries(found.map((id) => [id, revived(type, values[nameOf(type, id)])]));
    },

    async set(data) {
      const values = {};
      for (const [type, entries] of Object.entries(data)) {
        for (const [id, value] of Object.entries(entries)) {
          values[nameOf(type, id)] = value ? JSON.stringify(value, BufferJSON.replacer) : null;
        }
      }
      if (Object.keys(values).length > 0) await ask({ e: 'keep', values });
    },
  };
}

function revived(type, text) {
  const value = JSON.parse(text, BufferJSON.reviver);
  // A protobuf object, which JSON turns into a plain one.
  return type === 'app-state-sync-key' ? proto.Message.AppStateSyncKeyData.fromObject(value) : value;
}
