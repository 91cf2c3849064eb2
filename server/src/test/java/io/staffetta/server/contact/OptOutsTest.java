package io.staffetta.server.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import io.staffetta.core.message.MessageState;
import io.staffetta.server.queue.Mark;
import io.staffetta.server.queue.Marked;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OptOutsTest {

    private final ContactWorld world = new ContactWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anOptOutEndsWhatWaitsForThePersonInEveryLane() {
        long direct = world.people.waiting(world.session);
        long phone = world.people.phone(direct);
        long campaign = world.people.queue.campaign(world.session, 1);
        world.people
                .queue
                .jdbc
                .sql("update message set phone = ? where campaign_id = ?")
                .params(phone, campaign)
                .update();

        assertThat(world.optOuts.add(world.people.caller, List.of(phone), "api"))
                .isOne();

        assertThat(world.people.queue.state(direct)).isEqualTo(MessageState.SKIPPED);
        assertThat(world.people.reason(direct)).isEqualTo("opted_out");
        assertThat(world.count("select skipped from campaign where id = ?", campaign))
                .isOne();
        assertThat(world.people.queue.text("select status from campaign where id = ?", campaign))
                .isEqualTo("completed");
        assertThat(world.people.queue.text("select subject from audit_entry")).doesNotContain(Long.toString(phone));
    }

    @Test
    void anOptOutTwiceIsOne() {
        assertThat(world.optOuts.add(world.people.caller, List.of(393331112222L, 393331112222L), "api"))
                .isOne();
        assertThat(world.optOuts.add(world.people.caller, List.of(393331112222L), "api"))
                .isZero();
        assertThat(world.optOuts.list(world.people.queue.owner, 0, 10)).hasSize(1);
    }

    @Test
    void manyOptOutsAreTakenDownAtOnce() {
        List<Long> phones = java.util.stream.LongStream.range(393330000000L, 393330001200L)
                .boxed()
                .toList();

        assertThat(world.optOuts.add(world.people.caller, phones, "import")).isEqualTo(1200);
    }

    @Test
    void anOptOutIsLiftedOnlyWithAReason() {
        world.optOuts.add(world.people.caller, List.of(393331112222L), "api");

        assertThatThrownBy(() -> world.optOuts.remove(world.people.caller, 393331112222L, " "))
                .isInstanceOf(Problem.class);
        world.optOuts.remove(world.people.caller, 393331112222L, "asked by phone");

        assertThat(world.optOuts.list(world.people.queue.owner, 0, 10)).isEmpty();
        assertThat(world.people.queue.text("select detail->>'reason' from audit_entry where action = 'opt_out.remove'"))
                .isEqualTo("asked by phone");
    }

    @Test
    @Timeout(30)
    void aMarkThatCameFirstIsWaitedForByTheOptOut() throws Exception {
        long id = world.people.waiting(world.session);
        long phone = world.people.phone(id);
        Mark mark = world.people.claimed(world.lane, world.session);
        try (Connection marking = world.people.queue.database.dataSource().getConnection()) {
            marking.setAutoCommit(false);
            assertThat(world.people.mark(marking, mark)).isInstanceOf(Marked.Go.class);

            CompletableFuture<Integer> optOut =
                    CompletableFuture.supplyAsync(() -> world.optOuts.add(world.people.caller, List.of(phone), "api"));
            untilSomebodyWaitsForALock();
            assertThat(optOut).isNotDone();
            marking.commit();

            assertThat(optOut.get(10, TimeUnit.SECONDS)).isOne();
        }
        assertThat(world.people.queue.state(id)).isEqualTo(MessageState.SENDING);
    }

    @Test
    @Timeout(30)
    void afterAnOptOutIsCommittedNothingIsMarkedAsSending() throws Exception {
        long id = world.people.waiting(world.session);
        long phone = world.people.phone(id);
        Mark mark = world.people.claimed(world.lane, world.session);
        CompletableFuture<Marked> marking;
        try (Connection optingOut = world.people.queue.database.dataSource().getConnection()) {
            optingOut.setAutoCommit(false);
            io.staffetta.server.queue.PersonLock.take(optingOut, world.people.queue.owner, phone);
            try (var insert = optingOut.prepareStatement(
                    "insert into opt_out (owner_id, phone, source, at) values (?, ?, 'x', now())")) {
                insert.setLong(1, world.people.queue.owner);
                insert.setLong(2, phone);
                insert.executeUpdate();
            }
            marking = CompletableFuture.supplyAsync(() -> world.people.mark(mark));
            untilSomebodyWaitsForALock();
            assertThat(marking).isNotDone();
            optingOut.commit();
        }

        assertThat(marking.get(10, TimeUnit.SECONDS)).isInstanceOf(Marked.Ended.class);
        assertThat(world.people.queue.state(id)).isEqualTo(MessageState.SKIPPED);
        assertThat(world.count("select count(*) from message_event where phase = 'sending'"))
                .isZero();
    }

    @Test
    void whatIsClaimedWhenThePersonOptsOutIsNotSent() {
        long id = world.people.waiting(world.session);
        Mark mark = world.people.claimed(world.lane, world.session);

        world.optOuts.add(world.people.caller, List.of(world.people.phone(id)), "api");

        assertThat(world.people.mark(mark)).isNotInstanceOf(Marked.Go.class);
        assertThat(world.people.queue.state(id)).isEqualTo(MessageState.SKIPPED);
    }

    private void untilSomebodyWaitsForALock() {
        Awaitility.await()
                .until(() ->
                        world.count("select count(*) from pg_locks where not granted and locktype = 'advisory'") > 0);
    }
}
