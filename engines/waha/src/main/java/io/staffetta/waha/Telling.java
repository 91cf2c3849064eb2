package io.staffetta.waha;

import io.staffetta.core.engine.EngineEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Tells what messages say that were asked for: each thing once, as far back as it remembers. */
final class Telling {

    /** How far other clocks may be behind. */
    static final Duration SKEW = Duration.ofSeconds(60);

    private static final int REMEMBERED = 2_048;

    private final Notices notices;
    private final Consumer<EngineEvent> told;
    private final BoundedSet said = new BoundedSet(REMEMBERED);

    Telling(Notices notices, Consumer<EngineEvent> told) {
        this.notices = notices;
        this.told = told;
    }

    /**
     * Tells what this message says.
     *
     * @param message as WAHA lists it
     * @param since what people wrote before is not news
     */
    void tell(JsonNode message, Instant since) {
        if (notices.message(message, MissingNode.getInstance()) instanceof Notice.Said(List<EngineEvent> events)) {
            events.forEach(event -> tell(event, since.minus(SKEW)));
        }
    }

    private void tell(EngineEvent event, Instant since) {
        switch (event) {
            case EngineEvent.Receipt receipt -> once(receipt.messageId() + receipt.level(), receipt);
            case EngineEvent.Undeliverable failure -> once(failure.messageId() + "!", failure);
            case EngineEvent.Inbound message -> {
                if (!message.at().isBefore(since)) {
                    once(message.sourceId(), message);
                }
            }
            default ->
                throw new AssertionError(
                        "a message cannot say " + event.getClass().getSimpleName());
        }
    }

    private void once(String key, EngineEvent event) {
        if (said.add(key)) {
            told.accept(event);
        }
    }
}
