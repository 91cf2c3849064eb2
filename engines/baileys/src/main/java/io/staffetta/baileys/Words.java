package io.staffetta.baileys;

import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.Person;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.engine.SendOutcome.Cause;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.ReceiptLevel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** What the sidecar's words mean to the port. */
final class Words {

    private static final int LONGEST_TEXT = 65_536;
    private static final int LONGEST_QR = 4096;
    private static final Duration LONGEST_CODE = Duration.ofMinutes(10);

    private final Clock clock;

    Words(Clock clock) {
        this.clock = clock;
    }

    /** What an event means; empty for one that means nothing to us. */
    Optional<EngineEvent> event(String event, JsonNode message) {
        Instant now = clock.instant();
        return switch (event) {
            case "qr" ->
                Fields.text(message, "text", LONGEST_QR).map(text -> new EngineEvent.QrCode(text, validity(message)));
            case "code" -> Optional.of(new EngineEvent.PairingCode(Fields.word(message, "code"), validity(message)));
            case "creds" -> Fields.text(message, "creds", Codec.LONGEST_LINE).map(Words::credentials);
            case "authenticated" -> Optional.of(new EngineEvent.Authenticated());
            case "ready" ->
                Optional.of(new EngineEvent.Ready(
                        Fields.phone(message, "phone"),
                        Optional.of(Fields.word(message, "name")).filter(n -> !n.isEmpty())));
            case "disconnected" -> Optional.of(new EngineEvent.Disconnected(Fields.word(message, "reason")));
            case "loggedOut" -> Optional.of(new EngineEvent.LoggedOut(Fields.word(message, "reason")));
            case "banned" -> Optional.of(new EngineEvent.Banned(Fields.word(message, "reason")));
            case "replaced" -> Optional.of(new EngineEvent.Replaced());
            case "failed" -> Optional.of(new EngineEvent.Failed(Fields.word(message, "reason")));
            case "restricted" ->
                Optional.of(new EngineEvent.Restricted(
                        Fields.instant(message, "until", now.plus(Duration.ofDays(1))), Fields.word(message, "kind")));
            case "unrestricted" -> Optional.of(new EngineEvent.Unrestricted());
            case "receipt" ->
                level(message)
                        .map(level -> new EngineEvent.Receipt(
                                Fields.word(message, "id"), level, Fields.instant(message, "at", now)));
            case "undeliverable" ->
                Optional.of(new EngineEvent.Undeliverable(
                        Fields.word(message, "id"), Fields.word(message, "code"), Fields.instant(message, "at", now)));
            case "inbound" -> inbound(message, now);
            case "known" -> known(message);
            default -> Optional.empty();
        };
    }

    private static Optional<EngineEvent> inbound(JsonNode message, Instant now) {
        String id = Fields.word(message, "id");
        String text = Fields.text(message, "text", LONGEST_TEXT).orElse("");
        Instant at = Fields.instant(message, "at", now);
        return id.isEmpty()
                ? Optional.empty()
                : person(message).map(person -> new EngineEvent.Inbound(id, person, kind(message), text, at));
    }

    private static Optional<EngineEvent> known(JsonNode message) {
        return person(message)
                .filter(person -> person.phone().isPresent() && person.userId().isPresent())
                .map(EngineEvent.PersonKnown::new);
    }

    /** By the phone number, by WhatsApp's own name where that hides the number, or by both. */
    private static Optional<Person> person(JsonNode message) {
        OptionalLong phone = Fields.phone(message, "phone");
        Optional<String> lid = Optional.of(Fields.word(message, "lid"))
                .filter(digits -> digits.matches("\\d{1,20}"))
                .map(digits -> digits + "@lid");
        return phone.isEmpty() && lid.isEmpty()
                ? Optional.empty()
                : Optional.of(new Person(phone, lid, Optional.empty()));
    }

    private static EngineEvent.Inbound.Kind kind(JsonNode message) {
        return switch (Fields.word(message, "kind")) {
            case "text" -> EngineEvent.Inbound.Kind.TEXT;
            case "button" -> EngineEvent.Inbound.Kind.BUTTON;
            case "reaction" -> EngineEvent.Inbound.Kind.REACTION;
            case "media" -> EngineEvent.Inbound.Kind.MEDIA;
            default -> EngineEvent.Inbound.Kind.OTHER;
        };
    }

    private static EngineEvent credentials(String text) {
        return new EngineEvent.CredentialsChanged(new Credentials(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Duration validity(JsonNode message) {
        Duration said = Duration.ofMillis(Math.max(0, Fields.number(message, "ms")));
        return said.compareTo(LONGEST_CODE) > 0 ? LONGEST_CODE : said;
    }

    private static Optional<ReceiptLevel> level(JsonNode message) {
        JsonNode field = message.get("level");
        int rank = field != null && field.isInt() ? field.asInt() : -1;
        return rank >= 0 && rank < ReceiptLevel.values().length
                ? Optional.of(ReceiptLevel.ofRank(rank))
                : Optional.empty();
    }

    /** What became of handing a message over. */
    static SendOutcome outcome(Calls.Result result, String messageId) {
        return switch (result) {
            case Calls.Answered(JsonNode value) -> outcome(value, messageId);
            case Calls.Unanswered(boolean written, String why) ->
                written ? new SendOutcome.Unknown(why) : notSent(Cause.SESSION_NOT_READY, why);
        };
    }

    private static SendOutcome outcome(JsonNode value, String messageId) {
        String code = Fields.word(value, "code");
        return switch (Fields.word(value, "outcome")) {
            case "accepted" -> new SendOutcome.Accepted(messageId);
            case "refused" ->
                new SendOutcome.Refused(
                        code.equals("not_on_whatsapp") ? EndReason.NOT_ON_WHATSAPP : EndReason.REFUSED, code);
            case "notSent" -> notSent(cause(code), code);
            default -> new SendOutcome.Unknown(code.isEmpty() ? "no_outcome" : code);
        };
    }

    private static Cause cause(String code) {
        return switch (code) {
            case "restricted" -> Cause.RESTRICTED;
            case "throttled" -> Cause.THROTTLED;
            case "not_ready", "busy" -> Cause.SESSION_NOT_READY;
            default -> Cause.UNREACHABLE;
        };
    }

    static SendOutcome notSent(Cause cause, String detail) {
        return new SendOutcome.NotSent(cause, detail, Optional.empty());
    }

    /** What is known of a message. */
    static Evidence evidence(Calls.Result result) {
        return result instanceof Calls.Answered(JsonNode value)
                ? level(value).<Evidence>map(Evidence.Found::new).orElseGet(Evidence.NotKnown::new)
                : new Evidence.NotKnown();
    }
}
