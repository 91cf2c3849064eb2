package io.staffetta.server.session;

import io.staffetta.core.engine.Engine;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.MediaStore;
import io.staffetta.core.engine.WebhookEngine;
import io.staffetta.server.session.Vault.ShutException;
import java.time.Duration;
import java.util.Optional;

/** Hands files to the engines of sessions, where they want them beforehand. Thread-safe. */
public final class SessionUploads {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SessionStore store;
    private final Engines engines;
    private final SettingsKeeping settings;

    SessionUploads(SessionStore store, Engines engines, SettingsKeeping settings) {
        this.store = store;
        this.engines = engines;
        this.settings = settings;
    }

    /** Where files of a session are handed over. */
    public interface Desk {

        /** Whose files they are there: what was handed over for another account is of no use for this one. */
        String account();

        /**
         * Hands a file over. May take half a minute.
         *
         * @return what the engine calls it from now on
         * @throws IllegalStateException if it was not taken; its message is a stable code
         */
        String upload(String fileName, String mediaType, byte[] content);
    }

    /**
     * The desk of the user's session of this key; empty if its engine wants no files beforehand.
     *
     * @throws IllegalStateException if its settings cannot be opened; its message is a stable code
     */
    public Optional<Desk> of(long ownerId, long sessionPk) {
        Session session = store.find(ownerId, sessionPk).orElse(null);
        Engine engine =
                session == null ? null : engines.find(session.engine().name()).orElse(null);
        if (session == null || engine == null || !(engine instanceof MediaStore files)) {
            return Optional.empty();
        }
        try {
            Link link = new Link(session.engineKey(), settings.complete(session, engine), Optional.empty());
            String account = engine instanceof WebhookEngine called
                    ? called.account(link).orElse("")
                    : "";
            return Optional.of(new EngineDesk(files, link, account));
        } catch (ShutException e) {
            throw new IllegalStateException("settings_unreadable", e);
        }
    }

    private record EngineDesk(MediaStore files, Link link, String account) implements Desk {

        @Override
        public String upload(String fileName, String mediaType, byte[] content) {
            return files.upload(link, fileName, mediaType, content, PATIENCE);
        }
    }
}
