package io.staffetta.server.contact;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Person;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.server.dispatch.RefusalListener;
import io.staffetta.server.queue.Claimed;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Who is refused because they do not want messages has opted out, over all numbers. */
@Component
class PersonRefusals implements RefusalListener {

    private final InboundMessages inbound;
    private final Clock clock;

    PersonRefusals(InboundMessages inbound, Clock clock) {
        this.inbound = inbound;
        this.clock = clock;
    }

    @Override
    public void refused(Claimed claim, SendOutcome.Refused refusal) {
        if (refusal.scope() == SendOutcome.Scope.PERSON) {
            inbound.heard(
                    claim.ownerId(),
                    claim.sessionPk(),
                    new EngineEvent.OptedOut(Person.of(claim.phone()), "refused-" + claim.id(), clock.instant()));
        }
    }
}
