package io.staffetta.server.campaign;

import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.core.session.SessionState;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session that a campaign sends from, as far as campaigns need to know it.
 *
 * @param pk the product's own key
 * @param id chosen by the user
 * @param needsPacing whether it must not write faster than a person would
 * @param stateReason a stable code of why it is in its state
 * @param phone E.164 digits without a plus; null until known
 */
public record Sender(
        long pk,
        String id,
        String name,
        boolean simulated,
        boolean needsPacing,
        SessionState state,
        @Nullable String stateReason,
        @Nullable Long phone,
        Limits limits) {

    /**
     * How much it may send.
     *
     * @param perHour messages in any 60 minutes
     * @param perDay messages in a calendar day of {@code zone}
     * @param human whether seen, a wait and typing precede each message
     */
    public record Limits(int perHour, int perDay, boolean human, ZoneId zone) {}

    /** The number with spaces, as people write it; empty until known. */
    public Optional<String> number() {
        return Optional.ofNullable(phone).map(digits -> new PhoneNumber(digits).international());
    }

    /** What limits count by: the phone, or minus the key while the phone is unknown. */
    long numberKey() {
        return phone == null ? -pk : phone;
    }

    /** Why its campaigns cannot go on before a person acts, as the reason of a pause; empty if they can. */
    Optional<String> loss() {
        return loss(state, stateReason);
    }

    static Optional<String> loss(SessionState state, @Nullable String reason) {
        return switch (state) {
            case LOGGED_OUT -> Optional.of("session_logged_out");
            case ERROR -> "banned".equals(reason) ? Optional.of("session_banned") : Optional.empty();
            case INITIALIZING, QR_GENERATED, AUTHENTICATED, READY, RESTRICTED, DISCONNECTED, STOPPED ->
                Optional.empty();
        };
    }
}
