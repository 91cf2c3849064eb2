package io.staffetta.waha;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.engine.SendOutcome.Accepted;
import io.staffetta.core.engine.SendOutcome.Cause;
import io.staffetta.core.engine.SendOutcome.NotSent;
import io.staffetta.core.engine.SendOutcome.Refused;
import io.staffetta.core.engine.SendOutcome.Unknown;
import io.staffetta.core.message.EndReason;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Hands messages to WAHA and says what became of them. What is not certain is {@link Unknown}. */
final class Sender {

    /** How long a restriction is taken to last: WAHA does not say, and the next first contact will tell again. */
    static final Duration RESTRICTION = Duration.ofHours(24);

    private static final Pattern RESTRICTED = Pattern.compile("server returned error 463\\b");

    private final WahaApi api;
    private final Chats chats;
    private final MessageIds ids;
    private final Awaited awaited;
    private final Clock clock;
    private final Consumer<EngineEvent> told;

    Sender(WahaApi api, Chats chats, MessageIds ids, Awaited awaited, Clock clock, Consumer<EngineEvent> told) {
        this.api = api;
        this.chats = chats;
        this.ids = ids;
        this.awaited = awaited;
        this.clock = clock;
        this.told = told;
    }

    /** Sends once. */
    SendOutcome send(OutboundMessage message, Duration timeout) {
        if (message.template().isPresent() || message.media().isPresent()) {
            return new Refused(EndReason.REFUSED, "only text can be sent through WAHA");
        }
        long end = System.nanoTime() + timeout.toNanos();
        return switch (chats.of(message.phone(), timeout.dividedBy(2))) {
            case Chats.Found.Nobody _ -> new Refused(EndReason.NOT_ON_WHATSAPP, "no such account");
            case Chats.Found.Unclear(Reply reply) -> notAsked(reply);
            case Chats.Found.Chat(String chat) -> {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                yield left.isPositive()
                        ? into(chat, message, left)
                        : new NotSent(Cause.SESSION_NOT_READY, "no time left", Optional.empty());
            }
        };
    }

    private SendOutcome into(String chat, OutboundMessage message, Duration timeout) {
        SendOutcome outcome = outcome(api.post("/api/sendText", body(message, chat), timeout));
        if (outcome instanceof Accepted || outcome instanceof Unknown) {
            awaited.sent(chat);
        }
        return outcome;
    }

    private Map<String, Object> body(OutboundMessage message, String chat) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("session", api.settings().session());
        body.put("chatId", chat);
        body.put("text", message.text());
        if (ids.take(message.messageId())) {
            body.put("id", message.messageId());
        }
        return body;
    }

    /** The message itself was not even sent when the question about its chat went wrong. */
    private SendOutcome notAsked(Reply reply) {
        return switch (reply) {
            case Reply.NotReached(String why) -> unreachable(why);
            case Reply.Lost(String why) -> unreachable("the chat could not be looked up: " + why);
            case Reply.Answer answer ->
                answer.status() >= 400 && answer.status() < 500
                        ? outcome(answer)
                        : unreachable("the chat could not be looked up: status " + answer.status());
        };
    }

    private SendOutcome outcome(Reply reply) {
        return switch (reply) {
            case Reply.NotReached(String why) -> unreachable(why);
            case Reply.Lost(String why) -> new Unknown(why);
            case Reply.Answer answer -> answered(answer);
        };
    }

    private SendOutcome answered(Reply.Answer answer) {
        if (answer.ok()) {
            return Wire.messageId(answer.body())
                    .<SendOutcome>map(Accepted::new)
                    .orElseGet(() -> new Unknown("an answer without an id"));
        }
        return switch (answer.status()) {
            case 429 -> new NotSent(Cause.THROTTLED, "WAHA asks for patience", answer.retryAfter());
            case 401, 403 -> notReady("the API key is refused");
            case 404 -> notReady("WAHA does not know the session");
            case 422 -> unprocessable(answer);
            case 400, 413, 415 -> new Refused(EndReason.REFUSED, Complaint.in(answer, api.settings()));
            default -> broken(answer);
        };
    }

    private SendOutcome unprocessable(Reply.Answer answer) {
        String status = Wire.text(answer.body(), "status");
        String complaint = Complaint.in(answer, api.settings());
        return !status.isEmpty() || complaint.contains("ession")
                ? notReady("WAHA says " + (status.isEmpty() ? "the session is not ready" : Wire.atMost(status, 40)))
                : new Refused(EndReason.REFUSED, complaint);
    }

    /** WhatsApp's own refusal comes through as a failure of WAHA; any other failure leaves it open what happened. */
    private SendOutcome broken(Reply.Answer answer) {
        if (answer.status() == 500
                && RESTRICTED.matcher(Complaint.in(answer, api.settings())).find()) {
            told.accept(new EngineEvent.Restricted(clock.instant().plus(RESTRICTION), "reachout_timelock"));
            return new NotSent(Cause.RESTRICTED, "error 463", Optional.empty());
        }
        return new Unknown("status " + answer.status());
    }

    private static NotSent unreachable(String why) {
        return new NotSent(Cause.UNREACHABLE, why, Optional.empty());
    }

    private static NotSent notReady(String why) {
        return new NotSent(Cause.SESSION_NOT_READY, why, Optional.empty());
    }
}
