package io.staffetta.waha;

import io.staffetta.core.engine.Person;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The address of a chat with one person: by phone number, or by a linked id that hides it.
 *
 * @param digits the phone number, or what stands in for it
 * @param hidden whether it is a linked id
 */
record ChatAddress(String digits, boolean hidden) {

    private static final Pattern FORM =
            Pattern.compile("([1-9][0-9]{4,18})(?::[0-9]{1,4})?@(c\\.us|s\\.whatsapp\\.net|lid)");
    private static final int LONGEST_PHONE = 15;

    /** The address in this text; empty for groups, channels, broadcasts and whatever else. */
    static Optional<ChatAddress> of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean hidden = matcher.group(2).equals("lid");
        String digits = matcher.group(1);
        return hidden || digits.length() <= LONGEST_PHONE
                ? Optional.of(new ChatAddress(digits, hidden))
                : Optional.empty();
    }

    /** The phone number, if it shows one. */
    OptionalLong phone() {
        return hidden ? OptionalLong.empty() : OptionalLong.of(Renumbering.today(digits));
    }

    /** The form in which WAHA takes and gives it. */
    String chatId() {
        return digits + (hidden ? "@lid" : "@c.us");
    }

    /** Who it is, with the phone number that a message names besides a linked id. */
    Person person(JsonNode message) {
        return hidden ? person(besides(message)) : new Person(phone(), Optional.empty(), Optional.of(chatId()));
    }

    /** Who it is, if this is the phone number behind a linked id. */
    Person person(OptionalLong phone) {
        return hidden
                ? new Person(phone, Optional.of(chatId()), Optional.empty())
                : new Person(phone, Optional.empty(), Optional.of(chatId()));
    }

    /** Engines name the phone number in places of their own when a chat goes by its linked id. */
    private static OptionalLong besides(JsonNode message) {
        JsonNode raw = message.path("_data");
        JsonNode key = raw.path("key");
        JsonNode info = raw.path("Info");
        String[] places = {
            Wire.text(key, "remoteJidAlt"),
            Wire.text(key, "senderPn"),
            Wire.text(info, "SenderAlt"),
            Wire.text(info, "RecipientAlt")
        };
        for (String place : places) {
            Optional<ChatAddress> address = of(place);
            if (address.isPresent() && !address.get().hidden()) {
                return address.get().phone();
            }
        }
        return OptionalLong.empty();
    }

    /** Leaves out whose it is, which does not belong in logs. */
    @Override
    public String toString() {
        return hidden ? "ChatAddress[hidden]" : "ChatAddress[phone]";
    }
}
