package io.staffetta.server.dispatch;

import io.staffetta.core.engine.Media;
import io.staffetta.server.dispatch.Attachments.Ready;
import io.staffetta.server.queue.Claimed;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Gets ready what messages carry; who does so is looked up when the first one carries something. */
@Component
class Baggage {

    private final Supplier<Optional<Attachments>> attachments;

    @Autowired
    Baggage(ObjectProvider<Attachments> attachments) {
        this.attachments = () -> Optional.ofNullable(attachments.getIfAvailable());
    }

    private Baggage() {
        this.attachments = Optional::empty;
    }

    /** Media go as they are. */
    static Baggage asItIs() {
        return new Baggage();
    }

    /** What the engine is given instead of these media; empty if there are none. */
    Optional<Ready> ready(Claimed claim, Optional<Media> media) {
        return media.map(
                given -> attachments.get().map(desk -> desk.ready(claim, given)).orElseGet(() -> new Ready.Go(given)));
    }
}
