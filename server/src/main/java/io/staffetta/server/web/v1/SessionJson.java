package io.staffetta.server.web.v1;

import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.core.engine.NumberQuality;
import io.staffetta.server.session.AccountGlance;
import io.staffetta.server.session.ConnectionQuality;
import io.staffetta.server.session.Operator;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.Usage;
import io.staffetta.server.web.v1.SessionNotices.Notice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A session as the API shows it.
 *
 * @param settings the engine's settings that are set, by their names
 * @param desired what its user wants: {@code on} or {@code off}
 * @param status what is observed, such as {@code ready}
 * @param state the same as {@code status}
 * @param reason a stable code of why it is in this state
 * @param detail the engine's own words about it
 * @param since when it came into this state
 * @param lastProofOfLife when the other side was last heard of; null while not connected
 * @param phoneNumber with a plus; null until known
 * @param international the same with spaces, as people write it abroad
 * @param quality how the other side rates the number: {@code high}, {@code medium} or {@code low}; null if it does not say
 * @param connectionQuality how well messages go from it just now: {@code excellent}, {@code good} or {@code poor}
 * @param picture where the picture is that the account shows of itself; null if it shows none
 * @param lastSeen when the account last gave a sign of life; null if it never did
 * @param operator whose network the number belongs to; null while the number is unknown
 * @param webhookUrl where the engine's other side calls; secret, so only for those who may manage, and in no answer to
 *     a POST, since those are kept; begins with a slash
 *     while the installation's public address is not set
 * @param notices what its user should know that the state does not say
 * @param usage what the number has sent of its limits
 */
record SessionJson(
        String id,
        String name,
        String engine,
        Map<String, SettingJson> settings,
        boolean simulated,
        String desired,
        String status,
        String state,
        @Nullable String reason,
        @Nullable String detail,
        Instant since,
        @Nullable Instant lastProofOfLife,
        @Nullable String phoneNumber,
        @Nullable String international,
        @Nullable String displayName,
        @Nullable String quality,
        String connectionQuality,
        @Nullable String picture,
        @Nullable Instant lastSeen,
        @Nullable Operator operator,
        int hourlyLimit,
        int dailyLimit,
        boolean typingSimulation,
        String defaultCountry,
        String timeZone,
        @Nullable String ownNumber,
        Usage usage,
        @Nullable RestrictionJson restriction,
        List<Notice> notices,
        @Nullable String webhookUrl,
        Stats stats,
        Instant createdAt,
        @Nullable Instant readyAt,
        Instant updatedAt) {

    /** Names the session only: answers are logged by what they say of themselves, and the address is secret. */
    @Override
    public String toString() {
        return "SessionJson[" + id + "]";
    }

    /**
     * A setting that is set.
     *
     * @param value null if it is secret
     * @param set always true
     */
    record SettingJson(@Nullable String value, boolean set) {}

    /** The number may not open new chats until then. */
    record RestrictionJson(Instant until, String kind) {}

    /** What the session has done since it was created. */
    record Stats(long messagesSent) {}

    /** What is told of a session besides itself. */
    record Around(
            Usage usage,
            @Nullable Instant lastProofOfLife,
            AccountGlance account,
            List<Notice> notices,
            @Nullable String webhookUrl) {

        /** Leaves out the address, which is secret. */
        @Override
        public String toString() {
            return "Around[" + usage + "]";
        }
    }

    static SessionJson of(Session session, Around around) {
        Session.NumberRestriction held = session.restriction();
        String state = session.condition().state().code();
        return new SessionJson(
                session.id(),
                session.name(),
                session.engine().name(),
                settings(session.engine()),
                session.engine().simulated(),
                session.wanted() ? "on" : "off",
                state,
                state,
                session.condition().reason(),
                session.condition().detail(),
                session.condition().since(),
                around.lastProofOfLife(),
                plus(session.account().phone()),
                international(session.account().phone()),
                session.account().displayName(),
                quality(session.account().quality()),
                ConnectionQuality.of(
                                session.condition().state(), session.account().quality())
                        .code(),
                picture(session, around.account().picturedAt()),
                around.lastProofOfLife() == null ? around.account().lastSeen() : around.lastProofOfLife(),
                around.account().operator(),
                session.limits().perHour(),
                session.limits().perDay(),
                session.limits().typingSimulation(),
                session.preferences().country(),
                session.preferences().zone().getId(),
                plus(session.preferences().ownNumber()),
                around.usage(),
                held == null ? null : new RestrictionJson(held.until(), held.kind()),
                around.notices(),
                around.webhookUrl(),
                new Stats(session.messagesSent()),
                session.createdAt(),
                session.readyAt(),
                session.updatedAt());
    }

    private static Map<String, SettingJson> settings(Session.Binding engine) {
        Map<String, SettingJson> settings = new TreeMap<>();
        engine.settings().forEach((name, value) -> settings.put(name, new SettingJson(value, true)));
        engine.secrets().forEach(name -> settings.put(name, new SettingJson(null, true)));
        return settings;
    }

    /** Another address for another picture, so that browsers may keep it. */
    private static @Nullable String picture(Session session, @Nullable Instant at) {
        return at == null ? null : "/api/v1/sessions/" + session.id() + "/picture?at=" + at.getEpochSecond();
    }

    private static @Nullable String quality(@Nullable NumberQuality known) {
        return known == null ? null : known.code();
    }

    private static @Nullable String international(@Nullable Long phone) {
        return phone == null ? null : new PhoneNumber(phone).international();
    }

    private static @Nullable String plus(@Nullable Long phone) {
        return phone == null ? null : new PhoneNumber(phone).plus();
    }
}
