package io.staffetta.cloud;

import io.staffetta.cloud.CloudConnection.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks whether Meta still knows a number and its token, by reading the number: at first, and then once a minute at most.
 * A number that was heard of by other means meanwhile is asked about every ten minutes.
 */
final class Lookout {

    /** Longer than a look, two more in short order, and the time they take. */
    static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);

    private static final Duration BETWEEN = Duration.ofSeconds(60);
    /** Quality and pace change; a busy number proves its life without being read. */
    private static final Duration FACTS_HOLD = Duration.ofMinutes(10);

    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final Duration CALL = Duration.ofSeconds(8);
    private static final int LOOKS = 3;

    private final CloudConnection connection;
    private final CloudSettings settings;
    private final Surroundings around;
    /** Of several chains of looks that were begun, only the last one goes on. */
    private final AtomicInteger chain = new AtomicInteger();

    private final AtomicInteger failures = new AtomicInteger();
    private volatile Instant lastRead = Instant.EPOCH;

    Lookout(CloudConnection connection, CloudSettings settings, Surroundings around) {
        this.connection = connection;
        this.settings = settings;
        this.around = around;
    }

    /** Looks at once, and goes on looking. */
    void start() {
        int mine = chain.incrementAndGet();
        failures.set(0);
        around.rounds().after(Duration.ZERO, () -> look(mine));
    }

    private void look(int mine) {
        if (connection.closed() || mine != chain.get()) {
            return;
        }
        Instant quietSince = connection.lastProofOfLife();
        Duration heardAgo = Duration.between(quietSince, around.clock().instant());
        boolean fresh = Duration.between(lastRead, around.clock().instant()).compareTo(FACTS_HOLD) < 0;
        if (connection.ready() && fresh && heardAgo.compareTo(BETWEEN) < 0) {
            again(BETWEEN.minus(heardAgo), mine);
            return;
        }
        Reply reply = around.graph().get(settings, settings.phoneNumberId() + NumberFacts.FIELDS, CALL);
        if (connection.closed() || mine != chain.get()) {
            return;
        }
        heed(reply, mine);
    }

    private void heed(Reply reply, int mine) {
        if (reply instanceof Reply.Answer answer && knows(answer)) {
            connection.proof(answer);
            lastRead = around.clock().instant();
            failures.set(0);
            connection.well(NumberFacts.in(answer.body()));
            again(BETWEEN, mine);
            return;
        }
        Optional<String> refusal = refusal(reply);
        if (refusal.isPresent()) {
            connection.refused(refusal.get());
            return;
        }
        if (failures.incrementAndGet() < LOOKS && connection.ready()) {
            again(AGAIN, mine);
        } else {
            connection.lost(why(reply));
        }
    }

    private void again(Duration wait, int mine) {
        around.rounds().after(wait, () -> look(mine));
    }

    private boolean knows(Reply.Answer answer) {
        return answer.success() && Json.text(answer.body().path("id")).equals(settings.phoneNumberId());
    }

    /** The code by which Meta, or the product's own guard, says that asking again will not help. */
    private static Optional<String> refusal(Reply reply) {
        if (!(reply instanceof Reply.Answer answer)) {
            return Optional.of(why(reply)).filter(Graph.NOT_ALLOWED::equals);
        }
        return answer.error()
                .filter(error -> switch (ErrorCode.meaning(error)) {
                    case SLOWER, SLOWER_WITH_PERSON, TOMORROW -> false;
                    case NOT_ON_WHATSAPP, OPTED_OUT, INVALID_NUMBER, REFUSED, TEMPLATE_STOPPED, NUMBER_STOPPED -> true;
                    case UNKNOWN -> answer.status() == 401 || answer.status() == 403;
                })
                .map(error -> Integer.toString(error.code()));
    }

    private static String why(Reply reply) {
        return switch (reply) {
            case Reply.Answer answer ->
                answer.error().map(error -> "error_" + error.code()).orElse("http_" + answer.status());
            case Reply.NotSent notSent -> notSent.why();
            case Reply.Lost lost -> lost.why();
        };
    }
}
