package io.staffetta.core.engine;

import java.util.Map;
import java.util.Optional;

/**
 * What an engine needs to know of a session to connect it.
 *
 * @param sessionKey the product's own stable key of the session, unique in the whole product
 * @param settings the engine's settings as the user gave them, names as documented per engine
 * @param credentials what the engine last asked to keep with {@link EngineEvent.CredentialsChanged}; empty before the
 *     first pairing. Secret.
 * @param keys where the engine keeps what changes too often for the credentials
 */
public record Link(String sessionKey, Map<String, String> settings, Optional<Credentials> credentials, KeyStore keys) {

    /** Copies what could change. */
    public Link {
        settings = Map.copyOf(settings);
    }

    /** For engines that keep nothing but their credentials. */
    public Link(String sessionKey, Map<String, String> settings, Optional<Credentials> credentials) {
        this(sessionKey, settings, credentials, KeyStore.NONE);
    }

    /** Names the session only: credentials and settings are secret. */
    @Override
    public String toString() {
        return "Link[" + sessionKey + "]";
    }
}
