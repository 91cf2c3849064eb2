package io.staffetta.server.session;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How sessions are kept, under {@code staffetta}.
 *
 * @param simulator the simulated WhatsApp
 * @param baileys linked devices through Node
 */
@ConfigurationProperties("staffetta")
record SessionProperties(
        @DefaultValue Vault vault,
        @DefaultValue Sessions sessions,
        @DefaultValue Simulator simulator,
        @DefaultValue Baileys baileys) {

    /**
     * The key that credentials are sealed with, under {@code staffetta.vault}; without both, it is kept in the data
     * folder.
     *
     * @param key 32 bytes in base64, as in {@code STAFFETTA_VAULT_KEY}
     * @param keyFile a file with the same
     */
    record Vault(
            @DefaultValue("") String key, @DefaultValue("") String keyFile) {

        /** Does not show the key. */
        @Override
        public String toString() {
            return "Vault[]";
        }
    }

    /**
     * Under {@code staffetta.sessions}.
     *
     * @param restoreAtOnce how many sessions may be connecting at a start
     */
    record Sessions(@DefaultValue("200") int restoreAtOnce) {}

    /**
     * Under {@code staffetta.simulator}.
     *
     * @param url {@code tcp://127.0.0.1:PORT} of one that runs as a process of its own; in this process if not said
     * @param secretFile what that process asks its clients for
     */
    record Simulator(
            @DefaultValue("") String url, @DefaultValue("") String secretFile) {}

    /**
     * Under {@code staffetta.baileys}.
     *
     * @param node the command that starts Node
     * @param npm the command that starts npm
     * @param standInUrl where a stand-in for WhatsApp listens, for tests; WhatsApp itself if not said
     * @param standInTrustRoot what that stand-in proves itself by, 64 hexadecimal digits
     */
    record Baileys(
            @DefaultValue("node") String node,
            @DefaultValue("npm") String npm,
            @DefaultValue("") String standInUrl,
            @DefaultValue("") String standInTrustRoot) {}
}
