package io.staffetta.core.engine;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Somebody on the other side, by everything the engine knows of who it is. People may come without a phone number; all
 * that is given belongs to the same one. Nothing in it is to be trusted as valid input.
 *
 * @param phone E.164 digits without a plus, if known
 * @param userId the other side's own name of the person where the phone number may be hidden, such as a Cloud API user id
 *     or {@code 123@lid}
 * @param chatId what the engine calls the chat with the person, if that is neither of the two
 */
public record Person(OptionalLong phone, Optional<String> userId, Optional<String> chatId) {

    /** Somebody of whom the phone number is known, and nothing else. */
    public static Person of(long phone) {
        return new Person(OptionalLong.of(phone), Optional.empty(), Optional.empty());
    }

    /** Somebody who hides the phone number. */
    public static Person of(String userId) {
        return new Person(OptionalLong.empty(), Optional.of(userId), Optional.empty());
    }

    /** Leaves out who it is, which does not belong in logs. */
    @Override
    public String toString() {
        return "Person[" + (phone.isPresent() ? "phone" : "no phone") + "]";
    }
}
