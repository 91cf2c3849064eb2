package io.staffetta.server.dispatch;

import io.staffetta.core.engine.SendOutcome;
import io.staffetta.server.queue.RefusedMessage;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Tells of refusals that reach beyond their message: those who hear of them are looked up when the first one comes. */
@Component
class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private final Supplier<List<RefusalListener>> listeners;

    @Autowired
    Refusals(ObjectProvider<RefusalListener> listeners) {
        this.listeners = () -> listeners.orderedStream().toList();
    }

    private Refusals() {
        this.listeners = List::of;
    }

    /** Tells nobody. */
    static Refusals untold() {
        return new Refusals();
    }

    /** Tells of this one if it reaches beyond itself; blocks until everybody has heard. */
    void tell(RefusedMessage message) {
        if (message.refusal().scope() == SendOutcome.Scope.MESSAGE) {
            return;
        }
        for (RefusalListener listener : listeners.get()) {
            try {
                listener.refused(message);
            } catch (RuntimeException e) {
                log.error("what follows from the refusal of message {} was not done", message.id(), e);
            }
        }
    }
}
