package io.staffetta.server.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.message.MessageState;
import io.staffetta.server.access.IdempotencyKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DirectMessagesTest {

    private static final String HASH = "ab".repeat(32);

    private final PeopleWorld world = new PeopleWorld();
    private final long session = world.queue.session();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anAcceptedMessageWaitsInTheSessionsLaneAndIsTold() {
        Accepted accepted = world.direct.enqueue(message("+39 333 111 2222"), null);

        assertThat(world.queue.state(accepted.id())).isEqualTo(MessageState.QUEUED);
        assertThat(world.phone(accepted.id())).isEqualTo(393331112222L);
        assertThat(accepted.laneId()).isEqualTo(world.queue.lanes.directOf(session));
        assertThat(world.hints).containsExactly(accepted.laneId());
        assertThat(world.queue.text("select phase from message_event where message_id = ?", accepted.id()))
                .isEqualTo("queued");
    }

    @Test
    void aSimulatedSessionWritesToPossibleNumbers() {
        assertThat(world.phone(
                        world.direct.enqueue(message("+39 123 456 7890"), null).id()))
                .isEqualTo(391234567890L);
    }

    @Test
    void whoHidesThePhoneIsWrittenToAtTheOneThatIsKnown() {
        refused("lid_not_supported", () -> world.direct.enqueue(message("123@lid"), null));
        refused("user_id_not_supported", () -> world.direct.enqueue(message("US.13491208655302741918"), null));
        known("123@lid", 393331112222L);
        known("US.13491208655302741918", 393331112223L);

        assertThat(world.phone(world.direct.enqueue(message("123@lid"), null).id()))
                .isEqualTo(393331112222L);
        assertThat(world.phone(world.direct
                        .enqueue(message("US.13491208655302741918"), null)
                        .id()))
                .isEqualTo(393331112223L);
    }

    @Test
    void aHiddenNameIsNoWayAroundAnOptOut() {
        known("123@lid", 393331112222L);
        world.optedOut(393331112222L);

        refused("opted_out", () -> world.direct.enqueue(message("123@lid"), null));
    }

    private void known(String name, long phone) {
        world.queue
                .jdbc
                .sql("""
                with known as (insert into person (owner_id, phone, created_at) values (?, ?, now()) returning id)
                insert into person_name (owner_id, name, person_id) select ?, ?, id from known
                """)
                .params(world.queue.owner, phone, world.queue.owner, name)
                .update();
    }

    @Test
    void whoOptedOutIsRefused() {
        world.optedOut(393331112222L);

        refused("opted_out", () -> world.direct.enqueue(message("+393331112222"), null));
        assertThat(world.queue.count("select count(*) from message")).isZero();
    }

    @Test
    void whoWasErasedIsRefusedByTheHash() {
        world.queue.jdbc.sql("""
                insert into opt_out (owner_id, phone_hash, source, at)
                values (?, suppression_hash(393331112222), 'erasure', now())
                """).param(world.queue.owner).update();

        refused("opted_out", () -> world.direct.enqueue(message("+393331112222"), null));
    }

    @Test
    void anUnknownSessionIsNotFoundAndAnothersIsNoBetter() {
        refused(
                "session_not_found",
                () -> world.direct.enqueue(
                        DirectMessage.of(world.queue.owner, "nobody", "+393331112222", "Ciao"), null));
        refused(
                "session_not_found",
                () -> world.direct.enqueue(
                        DirectMessage.of(world.queue.owner + 1, "s1", "+393331112222", "Ciao"), null));
    }

    @Test
    void aSessionDeletedSinceTheLastLookTakesNothing() {
        Accepted before = world.direct.enqueue(message("+393331112222"), null);
        world.queue.inTransaction.executeWithoutResult(
                status -> world.queue.lanes.setStatus(before.laneId(), LaneStatus.CLOSED));

        refused("session_not_found", () -> world.direct.enqueue(message("+393331112222"), null));
    }

    @Test
    void textsAndTimesAreBounded() {
        refused("invalid_text", () -> DirectMessage.of(1, "s1", "+393331112222", " "));
        refused("invalid_text", () -> DirectMessage.of(1, "s1", "+393331112222", "x".repeat(4097)));
        refused("invalid_text", () -> DirectMessage.of(1, "s1", "+393331112222", "a\0b"));
        refused(
                "resend_needs_transactional",
                () -> new DirectMessage(1, "s1", "+393331112222", "Ciao", MessageKind.MARKETING, true, null, null));
        refused(
                "send_at_too_far",
                () -> world.direct.enqueue(later(world.queue.clock.instant().plus(Duration.ofDays(400))), null));
    }

    @Test
    void aLaterMessageIsScheduled() {
        Instant tomorrow = world.queue.clock.instant().plus(Duration.ofDays(1));

        long id = world.direct.enqueue(later(tomorrow), null).id();

        MessageSummary shown = world.messages.get(world.queue.owner, id).summary();
        assertThat(shown.reason()).isEqualTo("scheduled");
        assertThat(shown.nextAt()).isEqualTo(tomorrow);
    }

    @Test
    void aFullLaneRefusesUntilSomethingLeaves() {
        try (DirectMessages small = world.direct(3)) {
            IntStream.range(0, 3).forEach(i -> small.enqueue(message("+393331112222"), null));

            refused("queue_full", () -> small.enqueue(message("+393331112222"), null));
        }
    }

    @Test
    void theSameKeyGetsTheSameMessage() {
        IdempotencyKey key = key("k1", HASH);

        Accepted first = world.direct.enqueue(message("+393331112222"), key);
        Accepted again = world.direct.enqueue(message("+393331112222"), key);

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.repeated()).isTrue();
        assertThat(world.queue.count("select count(*) from message")).isOne();
        refused(
                "idempotency_mismatch",
                () -> world.direct.enqueue(message("+393331112222"), key("k1", "cd".repeat(32))));
    }

    @Test
    void manyThreadsWithOneKeyMakeOneMessage() {
        IdempotencyKey key = key("k2", HASH);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Accepted>> answers = IntStream.range(0, 50)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> world.direct.enqueue(message("+393331112222"), key), threads))
                    .toList();

            assertThat(answers.stream()
                            .map(CompletableFuture::join)
                            .map(Accepted::id)
                            .distinct())
                    .hasSize(1);
        }
        assertThat(world.queue.count("select count(*) from message")).isOne();
        assertThat(world.queue.count("select count(*) from message_event")).isOne();
    }

    @Test
    void manyMessagesShareFewCommits() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Accepted>> answers = IntStream.range(0, 3000)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> world.direct.enqueue(message("+393331112222"), null), threads))
                    .toList();
            answers.forEach(CompletableFuture::join);
        }

        assertThat(world.queue.count("select count(*) from message")).isEqualTo(3000);
        assertThat(world.queue.count("select count(*) from message_event")).isEqualTo(3000);
        assertThat(world.direct.writer().counters().commits()).isLessThan(1000);
    }

    private IdempotencyKey key(String key, String hash) {
        return new IdempotencyKey(world.queue.owner, "POST /api/v1/messages", key, hash);
    }

    private DirectMessage message(String to) {
        return DirectMessage.of(world.queue.owner, "s1", to, "Ciao");
    }

    private DirectMessage later(Instant at) {
        return new DirectMessage(
                world.queue.owner, "s1", "+393331112222", "Ciao", MessageKind.TRANSACTIONAL, false, null, at);
    }

    static void refused(String code, ThrowingCallable attempt) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
