package io.staffetta.server.web.doors.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.staffetta.core.session.SessionState;
import io.staffetta.server.session.Session;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session, as this door shows it.
 *
 * @param sessionType the same as {@code session}
 * @param status one of {@link SessionWords}
 * @param state the same as {@code status}
 * @param lastCheck the last proof of life, or since when it is as it is
 * @param errorMessage why it cannot be used; null while it can or may soon
 * @param qrCode a picture as a data URL while there is a code to scan, for those who may pair
 * @param profile the account it is linked with, or null
 */
record SessionDocument(
        String session,
        @JsonProperty("session_type") String sessionType,
        String status,
        String state,
        @JsonProperty("last_check") Instant lastCheck,
        @JsonProperty("error_message") @Nullable String errorMessage,
        @JsonProperty("qr_code") @Nullable String qrCode,
        @Nullable Profile profile,
        @Nullable String reason,
        boolean simulated) {

    /**
     * An account.
     *
     * @param id such as {@code 39333111222@c.us}
     * @param user the digits of its number
     */
    record Profile(String id, String user, @Nullable String name) {

        @Override
        public String toString() {
            return "Profile[]";
        }
    }

    static SessionDocument of(Session session, @Nullable Instant lastProof, @Nullable String qrCode) {
        Session.Condition condition = session.condition();
        String word = SessionWords.of(condition.state());
        return new SessionDocument(
                session.id(),
                session.id(),
                word,
                word,
                lastProof == null ? condition.since() : lastProof,
                condition.state() == SessionState.ERROR ? error(condition) : null,
                qrCode,
                profile(session),
                condition.reason(),
                session.engine().simulated());
    }

    private static @Nullable String error(Session.Condition condition) {
        return condition.detail() == null ? condition.reason() : condition.detail();
    }

    private static @Nullable Profile profile(Session session) {
        Long phone = session.account().phone();
        return phone == null || !session.condition().state().active()
                ? null
                : new Profile(
                        PrintedNumber.chatId(phone),
                        PrintedNumber.of(phone),
                        session.account().displayName());
    }

    /** Leaves out code and account. */
    @Override
    public String toString() {
        return "SessionDocument[" + session + " " + state + "]";
    }
}
