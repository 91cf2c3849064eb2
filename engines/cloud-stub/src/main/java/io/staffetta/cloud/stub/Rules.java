package io.staffetta.cloud.stub;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** What Meta refuses: free words to whom nobody wrote within a day, too much to one person, files that nobody uploaded. */
final class Rules {

    private static final int OUTSIDE_THE_WINDOW = 131047;
    private static final int PAIR_LIMIT = 131056;
    private static final int INVALID_PARAMETER = 100;
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final Duration PAIR_PAUSE = Duration.ofSeconds(6);
    private static final int PAIR_BURST = 45;

    private final Script script;
    private final Map<Pair, Instant> heard = new ConcurrentHashMap<>();
    /** When each pair would have made up for all that was sent, at one message in six seconds. */
    private final Map<Pair, Instant> madeUp = new ConcurrentHashMap<>();

    private volatile Duration ahead = Duration.ZERO;

    Rules(Script script) {
        this.script = script;
    }

    private record Pair(String number, String person) {}

    /** Time goes on by this much. */
    void forward(Duration more) {
        ahead = ahead.plus(more);
    }

    /** A person wrote to a number. */
    void heard(String number, String person) {
        heard.put(new Pair(number, person), now());
    }

    /** Meta's code of why a message is refused; empty if it is not, and then it counts. */
    OptionalInt refusal(Script.Account number, JsonNode body) {
        Pair pair = new Pair(number.id(), body.path("to").asString(""));
        String type = body.path("type").asString("");
        if (!knows(body.path(type).path("id"))) {
            return OptionalInt.of(INVALID_PARAMETER);
        }
        if (number.keepsWindow() && !type.equals("template") && !open(pair)) {
            return OptionalInt.of(OUTSIDE_THE_WINDOW);
        }
        return counted(pair) ? OptionalInt.empty() : OptionalInt.of(PAIR_LIMIT);
    }

    private boolean knows(JsonNode file) {
        return !file.isString() || script.uploads.containsKey(file.asString());
    }

    private boolean open(Pair pair) {
        Instant last = heard.get(pair);
        return last != null && last.plus(WINDOW).isAfter(now());
    }

    private synchronized boolean counted(Pair pair) {
        Instant now = now();
        Instant before = madeUp.getOrDefault(pair, now);
        Instant after = (before.isAfter(now) ? before : now).plus(PAIR_PAUSE);
        if (after.isAfter(now.plus(PAIR_PAUSE.multipliedBy(PAIR_BURST)))) {
            return false;
        }
        madeUp.put(pair, after);
        return true;
    }

    private Instant now() {
        return Instant.now().plus(ahead);
    }
}
