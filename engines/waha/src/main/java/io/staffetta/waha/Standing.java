package io.staffetta.waha;

import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Follows what WAHA says of the session, brings it up where that is possible, and tells each change once. Its looks run
 * one after the other.
 */
final class Standing {

    /** How often a session that works is asked after: often enough to be a proof of life. */
    static final Duration WHILE_WORKING = Duration.ofSeconds(20);

    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration SHORTLY = Duration.ofSeconds(1);
    private static final Duration WHILE_PAIRING = Duration.ofSeconds(2);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);
    private static final int LONGEST_NAME = 100;
    private static final int MOST_STARTS = 3;

    private final WahaApi api;
    private final Clock clock;
    private final Pairing pairing;
    private final Consumer<EngineEvent> told;
    private volatile @Nullable WahaStatus status;
    private volatile Instant proof;
    private final boolean linkedBefore;
    private volatile boolean anew;
    private boolean linked;
    private boolean hooked;
    private int starts;

    /** @param linked whether a phone was linked when we last knew */
    Standing(WahaApi api, Clock clock, Pairing pairing, boolean linked, Consumer<EngineEvent> told) {
        this.api = api;
        this.clock = clock;
        this.pairing = pairing;
        this.linked = linked;
        this.linkedBefore = linked;
        this.told = told;
        this.proof = clock.instant();
    }

    /** The next look has WAHA start a linked session anew, whatever it does. One without a phone has nothing to begin. */
    void beginAnew() {
        anew = linkedBefore;
    }

    /** Whether it worked when WAHA was last asked. */
    boolean working() {
        return status == WahaStatus.WORKING;
    }

    /** When WAHA last said something about this very session. */
    Instant proof() {
        return proof;
    }

    /** WAHA said something about this session of its own accord. */
    void alive() {
        proof = clock.instant();
    }

    /** Asks once; answers when to ask again, or zero if there is nothing more to ask. */
    Duration look() {
        return switch (api.get(api.session(""), CALL)) {
            case Reply.NotReached(String why) -> end(new EngineEvent.Disconnected("WAHA cannot be reached: " + why));
            case Reply.Lost _ -> AFTER_TROUBLE;
            case Reply.Answer answer -> answered(answer);
        };
    }

    private Duration answered(Reply.Answer answer) {
        if (answer.status() == 401 || answer.status() == 403) {
            return end(new EngineEvent.Failed("WAHA refuses the API key"));
        }
        if (answer.status() == 404) {
            return linked ? end(new EngineEvent.LoggedOut("WAHA does not know the session")) : create();
        }
        Optional<WahaStatus> said = WahaStatus.of(Wire.text(answer.body(), "status"));
        if (!answer.ok() || said.isEmpty()) {
            return answer.retryAfter().filter(Duration::isPositive).orElse(AFTER_TROUBLE);
        }
        alive();
        if (anew) {
            anew = false;
            var _ = api.post(api.session("/restart"), CALL);
            return SHORTLY;
        }
        return hookUp(answer.body().path("config"))
                ? SHORTLY
                : standing(said.get(), answer.body().path("me"));
    }

    private Duration create() {
        Map<String, Object> config = api.settings()
                .hook()
                .flatMap(hook -> Hooks.missing(hook, MissingNode.getInstance()))
                .orElse(Map.of());
        Reply reply = api.post(
                "/api/sessions", Map.of("name", api.settings().session(), "start", true, "config", config), CALL);
        hooked = true;
        if (reply instanceof Reply.Answer answer && !answer.ok() && answer.status() < 500 && answer.status() != 429) {
            return end(new EngineEvent.Failed("WAHA makes no session: " + Complaint.in(answer, api.settings())));
        }
        return SHORTLY;
    }

    /** True if the configuration was changed: WAHA starts the session anew then. */
    private boolean hookUp(JsonNode config) {
        if (hooked) {
            return false;
        }
        hooked = true;
        Optional<Map<String, Object>> wanted = api.settings().hook().flatMap(hook -> Hooks.missing(hook, config));
        return wanted.isPresent()
                && api.put(api.session(""), Map.of("config", wanted.get()), CALL) instanceof Reply.Answer answer
                && answer.ok();
    }

    private Duration standing(WahaStatus now, JsonNode me) {
        WahaStatus before = status;
        status = now;
        if (before == WahaStatus.WORKING && now != WahaStatus.WORKING) {
            return end(
                    now.pairing()
                            ? new EngineEvent.LoggedOut("unlinked")
                            : new EngineEvent.Disconnected("WAHA says " + name(now)));
        }
        return switch (now) {
            case STARTING -> SHORTLY;
            case STOPPED -> start("/start", now);
            case FAILED ->
                linked || starts == 0 ? start("/restart", now) : end(new EngineEvent.LoggedOut("not scanned"));
            case SCAN_QR_CODE, PASSKEY_REQUIRED, PASSKEY_CONFIRMATION_REQUIRED -> pair(before, now);
            case WORKING -> {
                if (before != WahaStatus.WORKING) {
                    up(me);
                }
                yield WHILE_WORKING;
            }
        };
    }

    private Duration start(String how, WahaStatus now) {
        if (starts >= MOST_STARTS) {
            return end(new EngineEvent.Disconnected("WAHA says " + name(now)));
        }
        starts++;
        var _ = api.post(api.session(how), CALL);
        return SHORTLY;
    }

    private Duration pair(@Nullable WahaStatus before, WahaStatus now) {
        if (linked) {
            return end(new EngineEvent.LoggedOut("unlinked"));
        }
        starts = MOST_STARTS;
        if (now == WahaStatus.SCAN_QR_CODE) {
            pairing.look();
        } else if (before != now) {
            pairing.linkOut(now);
        }
        return WHILE_PAIRING;
    }

    private void up(JsonNode known) {
        JsonNode me = known;
        if (!me.isObject() && api.get(api.session("/me"), CALL) instanceof Reply.Answer answer && answer.ok()) {
            me = answer.body();
        }
        OptionalLong phone =
                ChatAddress.of(Wire.text(me, "id")).map(ChatAddress::phone).orElse(OptionalLong.empty());
        if (!linked) {
            linked = true;
            // WAHA keeps the keys; all there is to keep here is that a phone was linked.
            told.accept(
                    new EngineEvent.CredentialsChanged(new Credentials("linked".getBytes(StandardCharsets.US_ASCII))));
            told.accept(new EngineEvent.Authenticated());
        }
        String name = Wire.atMost(Wire.text(me, "pushName").strip(), LONGEST_NAME);
        told.accept(new EngineEvent.Ready(phone, name.isEmpty() ? Optional.empty() : Optional.of(name)));
    }

    private Duration end(EngineEvent event) {
        status = null;
        told.accept(event);
        return Duration.ZERO;
    }

    private static String name(WahaStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
