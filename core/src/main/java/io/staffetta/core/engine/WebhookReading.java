package io.staffetta.core.engine;

import java.util.List;
import java.util.Optional;

/**
 * What a genuine call says.
 *
 * @param heard in the order of the call
 * @param skipped what was not understood or not believed, each named in a few words fit for a log
 */
public record WebhookReading(List<Heard> heard, List<String> skipped) {

    /** Copies what could change. */
    public WebhookReading {
        heard = List.copyOf(heard);
        skipped = List.copyOf(skipped);
    }

    /**
     * Something said about one session.
     *
     * @param account whose it is, as {@link WebhookEngine#account} names it, for one call may speak of many accounts;
     *     empty: of the link that the call was read for
     */
    public record Heard(Optional<String> account, EngineEvent event) {}
}
