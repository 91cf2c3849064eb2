package io.staffetta.core.message;

import java.util.Locale;

/** Why a message ended without being sent, or without anybody knowing: one closed list. */
public enum EndReason {
    /** The recipient has no WhatsApp account. */
    NOT_ON_WHATSAPP,
    /** The number cannot be written to. */
    INVALID_NUMBER,
    /** The engine refused this message for good. */
    REFUSED,
    /** Its time to live ran out. */
    EXPIRED,
    /** The recipient does not want messages. */
    OPTED_OUT,
    /** Nobody vouched for the recipient's consent. */
    NO_CONSENT,
    /** The recipient is in the list already. */
    DUPLICATE,
    /** Its campaign was stopped or its session deleted. */
    CANCELLED,
    /** The recipient answered, so the follow-up is not needed. */
    REPLIED,
    /** The number it should have left from was banned. */
    SESSION_BANNED,
    /** The allowed attempts are used up. */
    ATTEMPTS_SPENT,
    /** The other side took it and did not deliver it, for a cause that passes. It did not arrive, and may be tried again. */
    NOT_DELIVERED,
    /** The template could not be rendered for this recipient. */
    TEMPLATE_ERROR,
    /** No evidence arrived in time of whether it left. */
    OUTCOME_UNKNOWN,
    /** The person's data was erased. */
    ERASED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The name in the database, the API and the events, such as {@code opted_out}. */
    public String code() {
        return code;
    }

    /**
     * The reason with this {@link #code()}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static EndReason of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
