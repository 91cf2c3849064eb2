package io.staffetta.server.queue;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the event log. Holds neither text nor phone, so that it may outlive a person's erasure.
 *
 * @param at real time
 * @param phase what happened: for messages the state or the step of the human sequence, such as {@code typing}
 * @param reason a {@code WaitReason}, an {@code EndReason} or another stable code
 * @param nextAt when something waiting gets its next chance, in business time
 * @param detail more facts as a JSON object, or null
 */
public record Event(
        Instant at,
        long ownerId,
        Kind kind,
        String phase,
        @Nullable Long messageId,
        @Nullable Long campaignId,
        @Nullable Long sessionPk,
        @Nullable Long laneId,
        @Nullable String reason,
        @Nullable Integer attempt,
        @Nullable Instant nextAt,
        @Nullable String detail) {

    /** What an event is about. */
    public enum Kind {
        /** One message. */
        MESSAGE,
        /** A campaign: status, number, planning. */
        CAMPAIGN,
        /** A session: state, pairing, restriction. */
        SESSION,
        /** A person: opt-out, reply. */
        CONTACT;

        /** The name in the database and the API. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An event about a session. */
    public static Event session(
            Instant at, long ownerId, long sessionPk, String phase, @Nullable String reason, @Nullable String detail) {
        return new Event(at, ownerId, Kind.SESSION, phase, null, null, sessionPk, null, reason, null, null, detail);
    }

    /** An event about a campaign. */
    public static Event campaign(
            Instant at, long ownerId, long campaignId, String phase, @Nullable String reason, @Nullable String detail) {
        return new Event(at, ownerId, Kind.CAMPAIGN, phase, null, campaignId, null, null, reason, null, null, detail);
    }

    /** An event about a person, who is not named. */
    public static Event contact(
            Instant at, long ownerId, String phase, @Nullable Long sessionPk, @Nullable String detail) {
        return new Event(at, ownerId, Kind.CONTACT, phase, null, null, sessionPk, null, null, null, null, detail);
    }
}
