package io.staffetta.cloud;

import java.util.OptionalLong;

/**
 * A refusal that asks for patience, which Meta told by a webhook after it had taken the message.
 *
 * @param account Meta's id of the number that it is said of
 * @param withPerson whether it asks for patience with this person alone, not for all of the number
 */
record Plea(String account, boolean withPerson, OptionalLong phone) {

    /** What follows is the same as from an answer that says it and names no time. */
    void heed(Line line, long now) {
        if (withPerson) {
            phone.ifPresent(person -> line.person().refused(person, now));
        } else {
            line.number().hold(now, NumberPace.SHORT_REST);
        }
    }
}
