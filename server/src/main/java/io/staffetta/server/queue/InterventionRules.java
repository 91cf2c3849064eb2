package io.staffetta.server.queue;

import io.staffetta.core.Problem;
import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.session.SessionState;
import java.util.Map;

/** What a person may do about a message, by the state it is in and what surrounds it. */
final class InterventionRules {

    private InterventionRules() {}

    /** Only what failed is tried again. */
    static void retry(MessageRow message, Circumstances around) {
        if (message.state() != MessageState.FAILED) {
            throw notFailed(message);
        }
        mayWait(message, around);
    }

    /** What waits or failed may be forced, where nothing stronger than limits and hours is in the way. */
    static void force(MessageRow message, Circumstances around) {
        if (message.state() != MessageState.QUEUED && message.state() != MessageState.FAILED) {
            throw notFailed(message);
        }
        mayWait(message, around);
        if (around.lane() == LaneStatus.PAUSED) {
            throw message.campaignId() == null
                    ? refused("messages_held", "The session's direct messages are held since a restore.", message)
                    : refused("campaign_paused", "The campaign is paused.", message);
        }
        SessionState session = around.session();
        if (session == null) {
            throw refused("session_gone", "The session was deleted.", message);
        }
        switch (session) {
            case ERROR ->
                throw refused(
                        "banned".equals(around.sessionReason()) ? "number_banned" : "session_error",
                        "The session cannot send any more.",
                        message);
            case STOPPED -> throw refused("session_stopped", "The session is stopped.", message);
            case LOGGED_OUT -> throw refused("session_not_linked", "The session is logged out.", message);
            case RESTRICTED -> {
                if (!around.knownChat()) {
                    throw refused("number_restricted", "The number may not open new chats at present.", message);
                }
            }
            case INITIALIZING, QR_GENERATED, AUTHENTICATED, READY, DISCONNECTED -> {}
        }
    }

    /** A doubt ends in any way; what ended unconfirmed can only turn out to have been sent. */
    static void resolve(MessageRow message, Circumstances around, Resolution outcome) {
        boolean possible = message.state() == MessageState.IN_DOUBT
                || (message.state() == MessageState.UNCONFIRMED && outcome == Resolution.SENT);
        if (!possible) {
            throw refused("not_in_doubt", "It is known what became of this message.", message);
        }
        if (outcome == Resolution.SEND_AGAIN) {
            mayWait(message, around);
        }
    }

    private static void mayWait(MessageRow message, Circumstances around) {
        if (around.suppressed()) {
            throw refused("opted_out", "The recipient does not want messages.", message);
        }
        if (around.lane() == LaneStatus.CLOSED) {
            throw refused(
                    message.campaignId() == null ? "session_gone" : "campaign_over",
                    "Where it waited is closed.",
                    message);
        }
    }

    private static Problem notFailed(MessageRow message) {
        return switch (message.state()) {
            case SENT, DELIVERED, READ -> refused("already_sent", "The message was sent.", message);
            case CLAIMED, SENDING -> refused("message_in_progress", "The message is being sent right now.", message);
            case IN_DOUBT -> refused("message_in_doubt", "Say first what became of the message.", message);
            case UNCONFIRMED -> refused("message_unconfirmed", "The message may have been sent.", message);
            case SKIPPED ->
                EndReason.OPTED_OUT.code().equals(message.reason())
                        ? refused("opted_out", "The recipient does not want messages.", message)
                        : refused("message_skipped", "The message was left out on purpose.", message);
            case QUEUED, FAILED -> refused("not_failed", "The message waits already.", message);
        };
    }

    private static Problem refused(String code, String text, MessageRow message) {
        return new Problem(
                Problem.Kind.CONFLICT,
                code,
                text,
                Map.of("status", message.state().code()));
    }
}
