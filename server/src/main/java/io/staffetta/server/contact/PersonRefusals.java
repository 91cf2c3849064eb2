package io.staffetta.server.contact;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Person;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.server.dispatch.RefusalListener;
import io.staffetta.server.queue.RefusedMessage;
import org.springframework.stereotype.Component;

/** Who is refused because they do not want messages has opted out, over all numbers. */
@Component
class PersonRefusals implements RefusalListener {

    private final InboundMessages inbound;

    PersonRefusals(InboundMessages inbound) {
        this.inbound = inbound;
    }

    @Override
    public void refused(RefusedMessage message) {
        if (message.refusal().scope() == SendOutcome.Scope.PERSON && message.phone() > 0) {
            inbound.heard(
                    message.ownerId(),
                    message.sessionPk(),
                    new EngineEvent.OptedOut(Person.of(message.phone()), "refused-" + message.id(), message.at()));
        }
    }
}
