package io.staffetta.server.session;

import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.engine.NumberQuality;
import io.staffetta.core.pacing.NumberLimits;
import io.staffetta.core.session.SessionState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user's session: a number, or a number to be.
 *
 * @param pk the product's own key
 * @param id chosen by the user, unique among the user's sessions
 * @param wanted whether its user wants it on; what is observed is the condition
 * @param restriction the last one the number had, even if it is over
 * @param readyAt when it was last ready
 * @param messagesSent by this session, ever
 */
public record Session(
        long pk,
        long ownerId,
        String id,
        String name,
        Binding engine,
        boolean wanted,
        Condition condition,
        Account account,
        Limits limits,
        Preferences preferences,
        @Nullable NumberRestriction restriction,
        Instant createdAt,
        @Nullable Instant readyAt,
        Instant updatedAt,
        long messagesSent) {

    private static final String KEY_PREFIX = "session-";

    /**
     * Which engine carries it.
     *
     * @param settings as the user gave them, but for the secret ones
     * @param secrets the names of the secret ones that are set
     */
    public record Binding(String name, boolean simulated, Map<String, String> settings, Set<String> secrets) {

        /** Copies what could change. */
        public Binding {
            settings = Map.copyOf(settings);
            secrets = Set.copyOf(secrets);
        }

        /** One without secret settings. */
        public Binding(String name, boolean simulated, Map<String, String> settings) {
            this(name, simulated, settings, Set.of());
        }

        /** Leaves out the settings. */
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * What is observed of it.
     *
     * @param reason a stable code of why it is in this state
     * @param detail the engine's own words
     */
    public record Condition(
            SessionState state,
            @Nullable String reason,
            @Nullable String detail,
            Instant since) {}

    /**
     * The account it is linked with.
     *
     * @param phone E.164 digits without a plus; null until known
     * @param quality how the other side rates the number; null if it does not say
     */
    public record Account(
            @Nullable Long phone,
            @Nullable String displayName,
            @Nullable NumberQuality quality) {}

    /**
     * How much it may send.
     *
     * @param perHour messages in any 60 minutes
     * @param perDay messages in a calendar day of its zone
     * @param typingSimulation whether the human sequence precedes each message
     */
    public record Limits(int perHour, int perDay, boolean typingSimulation) {

        /** What new sessions begin with that must look like a person at a phone. */
        private static final Limits HUMAN = new Limits(10, 50, true);

        /** And those of an engine that keeps the other side's pace by itself: how much it takes is for that side to say. */
        private static final Limits AT_THE_ENGINES_PACE = new Limits(NumberLimits.HIGHEST, NumberLimits.HIGHEST, false);

        /** What a new session begins with, by what its engine can do. */
        static Limits usual(Capabilities can) {
            return can.needsPacing() ? HUMAN : AT_THE_ENGINES_PACE;
        }
    }

    /**
     * What its user set, or the user's own defaults.
     *
     * @param ownNumber where test messages go; E.164 digits without a plus
     * @param country two letters, for numbers written without a country
     */
    public record Preferences(@Nullable Long ownNumber, String country, ZoneId zone) {}

    /**
     * The number may not open new chats.
     *
     * @param id grows with every restriction of any session
     * @param until in real time
     */
    public record NumberRestriction(long id, Instant until, String kind) {}

    Session observed(Condition now, Account linked, @Nullable NumberRestriction held) {
        return new Session(
                pk,
                ownerId,
                id,
                name,
                engine,
                wanted,
                now,
                linked,
                limits,
                preferences,
                held,
                createdAt,
                readyAt,
                updatedAt,
                messagesSent);
    }

    /** What is observed here, with what its user set there. */
    Session asSetIn(Session there) {
        return there.observed(condition, account, restriction);
    }

    /** The name under which engines know the session: stable, and unique in the whole product. */
    public String engineKey() {
        return KEY_PREFIX + pk;
    }

    /** The session behind an {@link #engineKey()}; empty if it is none. */
    static OptionalLong pkOf(String engineKey) {
        String digits = engineKey.startsWith(KEY_PREFIX) ? engineKey.substring(KEY_PREFIX.length()) : "";
        return digits.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }

    /** What limits count by: the phone, or minus the key while the phone is unknown. */
    public long numberKey() {
        Long phone = account.phone();
        return phone == null ? -pk : phone;
    }
}
