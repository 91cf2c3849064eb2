package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.staffetta.core.Problem;
import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Idempotency;
import io.staffetta.server.access.Idempotency.StoredAnswer;
import io.staffetta.server.access.IdempotencyKey;
import io.staffetta.server.contract.Contract;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

class IdempotencyTest {

    private static final RunningServer SERVER = RunningServer.start(Map.of(), CountingRoutes.class);
    private static String key = "";

    @BeforeAll
    static void setUp() {
        key = SERVER.setUp();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    @Contract("own.idempotency")
    void theSameRequestIsDoneOnce() {
        Answer first = count("a", "{\"by\":1}");
        Answer second = count("a", "{\"by\":1}");
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void anotherBodyIsRefused() {
        count("b", "{\"by\":1}");
        Answer other = count("b", "{\"by\":2}");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("idempotency_mismatch");
    }

    @Test
    void withoutAKeyEveryRequestIsDone() {
        Answer first = SERVER.send("POST", "/test/count", "{\"by\":1}", "X-Api-Key", key);
        Answer second = SERVER.send("POST", "/test/count", "{\"by\":1}", "X-Api-Key", key);
        assertThat(second.text()).isNotEqualTo(first.text());
    }

    @Test
    void whatFailedMayBeTriedAgain() {
        assertThat(count("c", "{\"by\":-1}").status()).isEqualTo(409);
        assertThat(count("c", "{\"by\":-1}").status()).isEqualTo(409);
        assertThat(count("c", "{\"by\":1}").status()).isEqualTo(201);
    }

    @Test
    void aBodyThatCannotBeReadDoesNotUseTheKeyUp() {
        assertThat(count("d", "{").code()).isEqualTo("invalid_json");
        assertThat(count("d", "{\"by\":1}").status()).isEqualTo(201);
    }

    @Test
    void aRouteThatCannotKeepItsAnswerSaysSo() {
        Answer answer = SERVER.send(
                "POST", "/api/v1/api-keys", "{\"name\":\"till\"}", "X-Api-Key", key, "Idempotency-Key", "k9");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("idempotency_not_supported");
    }

    @Test
    void ofManyAtOnceOneIsDone() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = IntStream.range(0, 10)
                    .mapToObj(_ -> threads.submit(() -> {
                        start.await();
                        return count("e", "{\"by\":1000000}");
                    }))
                    .toList();
            start.countDown();
            AtomicInteger done = new AtomicInteger();
            for (Future<Answer> each : answers) {
                Answer answer = each.get();
                if (answer.status() == 409) {
                    assertThat(answer.code()).isEqualTo("idempotency_in_progress");
                    assertThat(answer.header("Retry-After")).isEqualTo("1");
                } else if (answer.header("Idempotency-Replayed").isEmpty()) {
                    done.incrementAndGet();
                }
            }
            assertThat(done).hasValue(1);
        }
    }

    @Test
    void aKeyLeftBehindByACrashWorksAgainAfterAMinute() {
        count("f0", "{\"by\":1}");
        SERVER.database().jdbc().sql("""
                        insert into idempotency_key (owner_id, route, key, body_hash, created_at)
                        select owner_id, route, 'f', body_hash, created_at from idempotency_key where key = 'f0'
                        """).update();
        assertThat(count("f", "{\"by\":1}").code()).isEqualTo("idempotency_in_progress");
        SERVER.clock().advance(Duration.ofSeconds(61));
        assertThat(count("f", "{\"by\":1}").status()).isEqualTo(201);
        assertThat(count("f", "{\"by\":1}").header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void aKeyIsForgottenAfterADay() {
        Answer first = count("g", "{\"by\":1}");
        SERVER.clock().advance(Duration.ofHours(24).plusSeconds(1));
        Answer later = count("g", "{\"by\":2}");
        assertThat(later.status()).isEqualTo(201);
        assertThat(later.text()).isNotEqualTo(first.text());
    }

    @Test
    void keysAreShortAndPrintable() {
        assertThat(count("x".repeat(201), "{\"by\":1}").code()).isEqualTo("invalid_idempotency_key");
        assertThat(count("two words", "{\"by\":1}").code()).isEqualTo("invalid_idempotency_key");
    }

    @Test
    void aLargeBodyIsRefusedBeforeItIsKept() {
        Answer answer = count("h", "{\"by\":1" + " ".repeat(1 << 20) + "}");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("body_too_large");
    }

    @Test
    void aKeyStoredWithItsWorkIsThereOrNotTogetherWithIt() {
        Idempotency idempotency = SERVER.bean(Idempotency.class);
        TransactionOperations transactions = SERVER.bean(TransactionOperations.class);
        IdempotencyKey stored = new IdempotencyKey(7, "POST /x", "k", "00");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> transactions.executeWithoutResult(_ -> {
                    idempotency.store(stored, new StoredAnswer(202, "{}"));
                    throw new IllegalStateException("crash");
                }));
        assertThat(idempotency.find(stored)).isEmpty();
        transactions.executeWithoutResult(_ -> idempotency.store(stored, new StoredAnswer(202, "{}")));
        assertThat(idempotency.find(stored)).hasValue(new StoredAnswer(202, "{}"));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> idempotency.find(new IdempotencyKey(7, "POST /x", "k", "01")))
                .extracting(Problem::code)
                .isEqualTo("idempotency_mismatch");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> idempotency.store(stored, new StoredAnswer(202, "{}")))
                .extracting(Problem::code)
                .isEqualTo("idempotency_in_progress");
    }

    @Test
    void aRouteMayTakeTheKeyItself() {
        Answer with = SERVER.send("POST", "/test/key", "{\"by\":1}", "X-Api-Key", key, "Idempotency-Key", "k1");
        assertThat(with.text()).isEqualTo("POST /test/key k1 by 1");
        Answer without = SERVER.send("POST", "/test/key", "{\"by\":1}", "X-Api-Key", key);
        assertThat(without.text()).isEqualTo("none");
    }

    private static Answer count(String idempotencyKey, String body) {
        return SERVER.send("POST", "/test/count", body, "X-Api-Key", key, "Idempotency-Key", idempotencyKey);
    }

    record Step(int by) {}

    record Count(int count) {}

    /** Part of the server of this test only. */
    @Hidden
    @RestController
    static class CountingRoutes {

        private final AtomicInteger count = new AtomicInteger();

        @Idempotent
        @PostMapping("/test/count")
        @ResponseStatus(HttpStatus.CREATED)
        Count count(Caller caller, @RequestBody Step step) {
            if (step.by() < 0) {
                throw new Problem(Problem.Kind.CONFLICT, "not_down", "Only upwards");
            }
            return new Count(count.addAndGet(step.by()));
        }

        @PostMapping("/test/key")
        String key(@RequestBody Step step, @Nullable IdempotencyKey key) {
            return key == null ? "none" : key.route() + " " + key.key() + " by " + step.by();
        }
    }
}
