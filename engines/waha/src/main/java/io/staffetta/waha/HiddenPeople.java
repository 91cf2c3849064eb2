package io.staffetta.waha;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Person;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds out who wrote under a linked id, by asking WAHA for the phone number behind it. */
final class HiddenPeople {

    private static final Duration CALL = Duration.ofSeconds(10);
    private static final int WAITING = 64;
    private static final int PER_BEAT = 8;
    private static final int REMEMBERED = 256;

    private final WahaApi api;
    private final Consumer<EngineEvent> told;
    private final BoundedSet waiting = new BoundedSet(WAITING);
    private final BoundedSet asked = new BoundedSet(REMEMBERED);

    HiddenPeople(WahaApi api, Consumer<EngineEvent> told) {
        this.api = api;
        this.told = told;
    }

    /** Somebody wrote; false if there is nothing to find out. */
    boolean met(Person person) {
        return person.phone().isEmpty()
                && person.userId().isPresent()
                && asked.add(person.userId().get())
                && waiting.add(person.userId().get());
    }

    /** Asks for some of those who wait. */
    void look() {
        for (int i = 0; i < PER_BEAT; i++) {
            String lid = waiting.poll();
            if (lid.isEmpty()) {
                return;
            }
            if (api.get(api.ofSession("/lids/" + WahaApi.encoded(lid)), CALL) instanceof Reply.Answer answer
                    && answer.ok()) {
                Optional<ChatAddress> phone = ChatAddress.of(Wire.text(answer.body(), "pn"));
                phone.filter(address -> !address.hidden())
                        .ifPresent(address -> told.accept(new EngineEvent.PersonKnown(
                                new Person(address.phone(), Optional.of(lid), Optional.of(address.chatId())))));
            }
        }
    }
}
