package io.staffetta.core.engine;

import java.util.Optional;

/** What an engine makes of a call from outside before anything in it is read. */
public sealed interface WebhookCheck {

    /**
     * It comes from whom it says, and is worth keeping.
     *
     * @param repeatKey the same for a call that is repeated, so that a repeated one is kept once; empty if the engine
     *     cannot tell
     */
    record Genuine(Optional<String> repeatKey) implements WebhookCheck {}

    /** It asks for nothing but this answer, as plain text with status 200; there is nothing to keep. */
    record Answer(String body) implements WebhookCheck {}

    /**
     * It does not come from whom it says: nothing of it may be kept or acted on.
     *
     * @param reason a stable word, free of anything the call brought along
     */
    record Forged(String reason) implements WebhookCheck {}
}
