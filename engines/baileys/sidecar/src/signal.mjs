import { addTransactionCapability, DEFAULT_CONNECTION_CONFIG } from 'baileys';

/** A store that fails is not asked again: the session ends. */
export const TRANSACTIONS = { maxCommitRetries: 1, delayBetweenTriesMs: 0 };

/**
 * Baileys' Signal repository with transactions of its own. Baileys sends a message inside of one large transaction and
 * commits it after the bytes have left; a crash in between would use the same message key twice. Here each step of the
 * ratchet is on disk before its ciphertext is even known.
 *
 * @param store the key store of the session
 * @param beforeEncryption called before anything is encrypted; what it throws stops that
 * @param afterDecryption given what was opened and what it was opened from, before the step of the ratchet is on disk and
 *   before Baileys goes on; if it throws, neither comes to pass
 */
export function writeThroughRepository(store, { beforeEncryption, afterDecryption }) {
  return (auth, logger, lidsOf) => {
    const keys = addTransactionCapability(store, logger, TRANSACTIONS);
    const repository = DEFAULT_CONNECTION_CONFIG.makeSignalRepository(
      { creds: auth.creds, keys },
      logger,
      lidsOf,
    );
    const { encryptMessage, decryptMessage } = repository;
    repository.encryptMessage = async (message) => {
      beforeEncryption();
      return encryptMessage(message);
    };
    repository.decryptMessage = (message) =>
      keys.transaction(async () => {
        const opened = await decryptMessage(message);
        await afterDecryption(message.ciphertext, opened);
        return opened;
      }, message.jid);
    return repository;
  };
}
