package io.staffetta.core.engine;

import io.staffetta.core.message.ReceiptLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Everything an engine can say about a session without being asked. Nothing in it is to be trusted as valid input. */
public sealed interface EngineEvent {

    /** A QR code to show, good for a while. Each replaces the one before. */
    record QrCode(String content, Duration validFor) implements EngineEvent {}

    /** A code to type on the phone. */
    record PairingCode(String code, Duration validFor) implements EngineEvent {}

    /** A step that only the engine's own page can carry out, such as a passkey. */
    record ExternalStep(String kind, String url) implements EngineEvent {}

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

    /** A message came this far. May arrive repeatedly, out of order, and before the answer of the call. */
    record Receipt(String messageId, ReceiptLevel level, Instant at) implements EngineEvent {}

    /** The message was taken and turned out undeliverable. */
    record Undeliverable(String messageId, String code, Instant at) implements EngineEvent {}

    /**
     * A person wrote.
     *
     * @param sourceId the engine's id of that message, to drop repeats by
     * @param phone the person, E.164 digits without a plus
     */
    record Inbound(String sourceId, long phone, String text, Instant at) implements EngineEvent {}

    /** Credentials to keep, replacing those kept before. */
    record CredentialsChanged(Credentials credentials) implements EngineEvent {}
}
