package io.staffetta.server.web.doors.blast;

import io.staffetta.core.session.SessionState;
import io.staffetta.server.session.Account;
import io.staffetta.server.session.ConnectionQuality;
import io.staffetta.server.session.Operator;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The account that a blast is sent from.
 *
 * @param phoneNumber with its plus and without spaces
 * @param profilePicture a {@code data:} address
 */
record WhatsappAccount(
        @Nullable String sessionId,
        @Nullable String phoneNumber,
        String displayName,
        String status,
        @Nullable String profilePicture,
        @Nullable Instant lastSeen,
        String connectionQuality,
        @Nullable OperatorInfo operatorInfo) {

    private static final String UNAVAILABLE = "Account Information Unavailable";
    private static final String UNKNOWN = "unknown";

    /** The mobile operator. */
    record OperatorInfo(String provider, String type) {

        static OperatorInfo of(Operator operator) {
            return new OperatorInfo(operator.provider(), operator.plan());
        }
    }

    static WhatsappAccount of(Account account) {
        Long phone = account.phone();
        return new WhatsappAccount(
                account.sessionId(),
                phone == null ? null : "+" + phone,
                account.name(),
                status(account.state()),
                account.picture(),
                account.lastSeen(),
                ConnectionQuality.of(account.state(), account.quality()).code(),
                Optional.ofNullable(account.operator()).map(OperatorInfo::of).orElse(null));
    }

    /** What stands for a session that is gone, or could not be looked up. */
    static WhatsappAccount unavailable(@Nullable String sessionId) {
        return new WhatsappAccount(sessionId, null, UNAVAILABLE, UNKNOWN, null, null, UNKNOWN, null);
    }

    private static String status(SessionState state) {
        return switch (state) {
            case INITIALIZING, QR_GENERATED, AUTHENTICATED -> "connecting";
            case READY, RESTRICTED -> "connected";
            case DISCONNECTED, LOGGED_OUT, STOPPED, ERROR -> "disconnected";
        };
    }
}
