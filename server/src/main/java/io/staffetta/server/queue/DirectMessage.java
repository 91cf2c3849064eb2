package io.staffetta.server.queue;

import io.staffetta.core.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that a user wants a session to send.
 *
 * @param sessionId the user's own name for the session
 * @param to the recipient's number in any usual form
 * @param text 1 to 4096 characters; beneath media at most 1024, and none will do
 * @param resendUncertain whether it is sent again when nobody knows whether it left: it may then arrive twice
 * @param ttl how long it may wait from when it is due; without one it waits for as long as it takes
 * @param sendAt not before this business time; at once if null
 * @param content what it is made of besides the text
 */
public record DirectMessage(
        long ownerId,
        String sessionId,
        String to,
        String text,
        MessageKind kind,
        boolean resendUncertain,
        @Nullable Duration ttl,
        @Nullable Instant sendAt,
        MessageContent content) {

    private static final int LONGEST_TEXT = 4096;
    private static final int LONGEST_CAPTION = 1024;
    private static final Duration SHORTEST_TTL = Duration.ofSeconds(1);
    private static final Duration LONGEST_TTL = Duration.ofDays(30);
    private static final Duration TTL_OF_RESENT = Duration.ofHours(1);

    /** Checks what can be checked without looking at anything. */
    public DirectMessage {
        boolean caption = content.media().isPresent() && content.template().isEmpty();
        if ((text.isBlank() && !caption) || text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0) {
            throw invalid("invalid_text", "A text has 1 to " + LONGEST_TEXT + " characters.");
        }
        if (caption && text.length() > LONGEST_CAPTION) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "invalid_caption",
                    "The text beneath a picture or document has at most " + LONGEST_CAPTION + " characters.",
                    Map.of("longest", LONGEST_CAPTION));
        }
        if (resendUncertain && kind != MessageKind.TRANSACTIONAL) {
            throw invalid("resend_needs_transactional", "Only transactional messages may be sent again.");
        }
        if (ttl != null && (ttl.compareTo(SHORTEST_TTL) < 0 || ttl.compareTo(LONGEST_TTL) > 0)) {
            throw invalid("invalid_ttl", "A time to live lies between 1 second and 30 days.");
        }
        if (resendUncertain && ttl == null) {
            ttl = TTL_OF_RESENT;
        }
    }

    /** A message of text alone. */
    public DirectMessage(
            long ownerId,
            String sessionId,
            String to,
            String text,
            MessageKind kind,
            boolean resendUncertain,
            @Nullable Duration ttl,
            @Nullable Instant sendAt) {
        this(ownerId, sessionId, to, text, kind, resendUncertain, ttl, sendAt, MessageContent.TEXT);
    }

    /** A transactional message that goes at once and only once. */
    public static DirectMessage of(long ownerId, String sessionId, String to, String text) {
        return new DirectMessage(ownerId, sessionId, to, text, MessageKind.TRANSACTIONAL, false, null, null);
    }

    private static Problem invalid(String code, String message) {
        return new Problem(Problem.Kind.INVALID, code, message, Map.of("longest", LONGEST_TEXT));
    }

    /** Leaves recipient and text out, which do not belong in logs. */
    @Override
    public String toString() {
        return "DirectMessage[" + sessionId + "]";
    }
}
