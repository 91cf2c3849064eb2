package io.staffetta.core.engine;

import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.ReceiptLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Everything an engine can say about a session without being asked. Nothing in it is to be trusted as valid input. */
public sealed interface EngineEvent {

    /** A QR code to show, good for a while. Each replaces the one before. */
    record QrCode(String content, Duration validFor) implements EngineEvent {

        /** Without the code, which links a phone. */
        @Override
        public String toString() {
            return "QrCode[for " + validFor + "]";
        }
    }

    /** A code to type on the phone. */
    record PairingCode(String code, Duration validFor) implements EngineEvent {

        /** Without the code, which links a phone. */
        @Override
        public String toString() {
            return "PairingCode[for " + validFor + "]";
        }
    }

    /** A step that only the engine's own page can carry out, such as a passkey. */
    record ExternalStep(String kind, String url) implements EngineEvent {

        /** Without the address, which may let anybody in. */
        @Override
        public String toString() {
            return "ExternalStep[" + kind + "]";
        }
    }

    /** The phone accepted the link; the session is not ready yet. */
    record Authenticated() implements EngineEvent {}

    /**
     * The session can send.
     *
     * @param phone the number it sends from, E.164 digits without a plus, if known
     * @param displayName the account's name, if known
     */
    record Ready(OptionalLong phone, Optional<String> displayName) implements EngineEvent {}

    /** The connection broke; the link still stands, and reconnecting makes sense. */
    record Disconnected(String reason) implements EngineEvent {}

    /** The link is gone; only a new pairing helps. */
    record LoggedOut(String reason) implements EngineEvent {}

    /** WhatsApp closed the account. */
    record Banned(String reason) implements EngineEvent {}

    /** Another client took this link over; reconnecting would fight it. */
    record Replaced() implements EngineEvent {}

    /** Connecting failed in a way that trying again will not mend. */
    record Failed(String reason) implements EngineEvent {}

    /** The number may answer known chats but not open new ones until then. */
    record Restricted(Instant until, String kind) implements EngineEvent {}

    /** The restriction ended. */
    record Unrestricted() implements EngineEvent {}

    /** The other side rates the number so from now on. */
    record Rated(NumberQuality quality) implements EngineEvent {}

    /**
     * A message came this far. May arrive repeatedly, out of order, and before the answer of the call.
     *
     * @param messageId the engine's id of it
     * @param attemptId the attempt that it left with, where the engine echoes it: tells which message it is even if the
     *     answer of the call never came
     */
    record Receipt(String messageId, ReceiptLevel level, Instant at, Optional<UUID> attemptId) implements EngineEvent {

        /** Where the engine echoes no attempt. */
        public Receipt(String messageId, ReceiptLevel level, Instant at) {
            this(messageId, level, at, Optional.empty());
        }
    }

    /**
     * The message was taken and turned out undeliverable: it did not arrive, and will not.
     *
     * @param messageId the engine's id of it
     * @param refusal why, and how far that reaches, as if it had been refused at once; what passes is
     *     {@link EndReason#NOT_DELIVERED}
     * @param attemptId the attempt that it left with, as in {@link Receipt}
     */
    record Undeliverable(String messageId, SendOutcome.Refused refusal, Instant at, Optional<UUID> attemptId)
            implements EngineEvent {

        /** Where the engine echoes no attempt and its code says nothing but that it was refused. */
        public Undeliverable(String messageId, String code, Instant at) {
            this(messageId, new SendOutcome.Refused(EndReason.REFUSED, code), at, Optional.empty());
        }
    }

    /**
     * A person wrote.
     *
     * @param sourceId the engine's id of that message, to drop repeats by
     * @param kind what sort of message it is
     * @param text what the person wrote, what stood on the button they pressed, the caption or the reaction; may be empty
     */
    record Inbound(String sourceId, Person person, Kind kind, String text, Instant at) implements EngineEvent {

        /** What sort of message somebody wrote. */
        public enum Kind {
            /** Words of their own. */
            TEXT,
            /** A button or an entry of a list that was offered to them. */
            BUTTON,
            /** A sign beneath a message; it is not an answer in words. */
            REACTION,
            /** A picture, film, recording, document or sticker. */
            MEDIA,
            /** Anything else, such as a place or a business card. */
            OTHER
        }

        /** Words of somebody whose phone number is known. */
        public Inbound(String sourceId, long phone, String text, Instant at) {
            this(sourceId, Person.of(phone), Kind.TEXT, text, at);
        }

        /** The person, E.164 digits without a plus; 0 if the phone number is not known. */
        public long phone() {
            return person.phone().orElse(0);
        }

        /** Leaves out who wrote what, which does not belong in logs. */
        @Override
        public String toString() {
            return "Inbound[" + sourceId + ", " + kind + "]";
        }
    }

    /** A person told the other side, not by a message, that this account's unasked messages are not wanted. */
    record OptedOut(Person person, String sourceId, Instant at) implements EngineEvent {}

    /** A person took that back. */
    record OptedIn(Person person, String sourceId, Instant at) implements EngineEvent {}

    /** All names in this turned out to be the same person's. */
    record PersonKnown(Person person) implements EngineEvent {}

    /** Credentials to keep, replacing those kept before. */
    record CredentialsChanged(Credentials credentials) implements EngineEvent {}
}
