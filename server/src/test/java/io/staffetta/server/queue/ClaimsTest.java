package io.staffetta.server.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.message.MessageState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    private final QueueWorld world = new QueueWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theHeadsOfSeveralLanesAreTakenInOrderInOneStatement() {
        long a = world.session();
        long b = world.session();
        long laneA = world.lanes.ofCampaign(world.campaign(a, 5));
        long laneB = world.lanes.ofCampaign(world.campaign(b, 5));

        List<Claimed> claimed = world.claims.claim(List.of(
                new Probe(laneA, a, 1, 0, world.clock.instant(), 2),
                new Probe(laneB, b, 1, 0, world.clock.instant(), 1)));

        assertThat(claimed.stream().filter(c -> c.laneId() == laneA)).hasSize(2);
        assertThat(claimed.stream().filter(c -> c.laneId() == laneB)).hasSize(1);
        assertThat(claimed.stream()
                        .filter(c -> c.laneId() == laneA)
                        .map(Claimed::phone)
                        .sorted()
                        .toList())
                .isEqualTo(world.jdbc
                        .sql("select phone from message where lane_id = ? order by due_at, id limit 2")
                        .param(laneA)
                        .query(Long.class)
                        .list());
    }

    @Test
    void whatIsNotDueStays() {
        long session = world.session();
        long lane = world.lanes.ofCampaign(world.campaign(session, 1));
        Probe early = new Probe(lane, session, 1, 0, world.clock.instant().minus(Duration.ofMillis(1)), 1);

        assertThat(world.claims.claim(List.of(early))).isEmpty();
        assertThat(world.claims.heads(List.of(early)).get(lane).dueAt()).isEqualTo(world.clock.instant());
    }

    @Test
    void aSessionTakesNothingFromALaneThatPointsElsewhere() {
        long session = world.session();
        long lane = world.lanes.ofCampaign(world.campaign(session, 1));

        assertThat(world.claim(lane, world.session(), 1)).isEmpty();
    }

    @Test
    void aFormerOwnerClaimsNothing() {
        long session = world.session();
        long lane = world.lanes.ofCampaign(world.campaign(session, 1));
        world.jdbc
                .sql("update session_owner set epoch = 2 where session_pk = ?")
                .param(session)
                .update();

        assertThat(world.claim(lane, session, 1)).isEmpty();
        assertThat(world.claims.claim(List.of(new Probe(lane, session, 2, 0, world.clock.instant(), 1))))
                .hasSize(1);
    }

    @Test
    void aNewOwnerWaitsForAClaimUnderWayAndFindsIt() throws Exception {
        long session = world.session();
        long lane = world.lanes.ofCampaign(world.campaign(session, 1));
        Future<Recovery.Healed> healed;
        try (var threads = Executors.newSingleThreadExecutor()) {
            healed = world.transactions.in(connection -> {
                assertThat(world.claim(lane, session, 1)).hasSize(1);
                Future<Recovery.Healed> taking = threads.submit(() -> {
                    world.jdbc
                            .sql("update session_owner set epoch = 2 where session_pk = ?")
                            .param(session)
                            .update();
                    return world.recovery.takenOver(List.of(new SessionTaken(session, 2)));
                });
                await().until(() -> world.count("select count(*) from pg_locks where not granted") > 0);
                return taking;
            });
        }

        assertThat(healed.get()).isEqualTo(new Recovery.Healed(1, 0));
    }

    @Test
    void claimsThatNobodyLooksAfterGoBack() {
        long session = world.session();
        long lane = world.lanes.ofCampaign(world.campaign(session, 3));
        List<Claimed> claims = world.claim(lane, session, 2);
        world.clock.advance(Duration.ofMinutes(2));
        Claimed young = world.claim(lane, session, 1).getFirst();

        List<Long> lanes = world.claims.releaseStrays(
                Map.of(session, 1L),
                List.of(claims.getFirst().id()),
                world.clock.instant().minus(Duration.ofMinutes(1)));

        assertThat(lanes).containsExactly(lane);
        assertThat(world.state(claims.getFirst().id())).isEqualTo(MessageState.CLAIMED);
        assertThat(world.state(claims.getLast().id())).isEqualTo(MessageState.QUEUED);
        assertThat(world.state(young.id())).isEqualTo(MessageState.CLAIMED);
    }

    @Test
    void claimsUnderAFormerEpochAreNotStrays() {
        long session = world.session();
        long lane = world.lanes.ofCampaign(world.campaign(session, 1));
        Claimed claim = world.claim(lane, session, 1).getFirst();
        world.clock.advance(Duration.ofMinutes(2));

        assertThat(world.claims.releaseStrays(Map.of(session, 2L), List.of(), world.clock.instant()))
                .isEmpty();
        assertThat(world.state(claim.id())).isEqualTo(MessageState.CLAIMED);
    }

    @Test
    void parkedMessagesAreOutOfTheWayUntilTheirRestrictionIsAskedFor() {
        long session = world.session();
        long lane = world.lanes.ofCampaign(world.campaign(session, 2));
        Claimed first = world.claim(lane, session, 1).getFirst();
        world.claims.park(first, 77);

        assertThat(world.claim(lane, session, 5)).extracting(Claimed::id).doesNotContain(first.id());
        assertThat(world.claims.claim(List.of(new Probe(lane, session, 1, 77, world.clock.instant(), 5))))
                .extracting(Claimed::id)
                .containsExactly(first.id());
    }

    @Test
    void aClaimProbesTheIndexOfEachLaneAndSortsNothing() {
        long session = world.session();
        long campaign = world.campaign(session, 1);
        long lane = world.lanes.ofCampaign(campaign);
        world.jdbc.sql("""
                insert into message (owner_id, lane_id, campaign_id, phone, due_at, created_at, updated_at)
                select ?, ?, ?, n, now(), now(), now() from generate_series(1, 100000) n
                """).params(world.owner, lane, campaign).update();
        world.jdbc.sql("analyze message").update();

        List<String> lines = world.transactions.in(connection -> Rows.query(
                connection,
                "explain " + Claims.LOCK_HEADS,
                row -> row.getString(1),
                connection.createArrayOf("bigint", new Long[] {lane}),
                connection.createArrayOf("bigint", new Long[] {session}),
                connection.createArrayOf("bigint", new Long[] {1L}),
                connection.createArrayOf("bigint", new Long[] {0L}),
                connection.createArrayOf("text", new String[] {"2026-03-03T00:00:00Z"}),
                connection.createArrayOf("text", new String[] {"2026-03-03T00:00:00Z"}),
                connection.createArrayOf("int", new Integer[] {1})));
        String plan = String.join("\n", lines);

        assertThat(plan)
                .contains("Index Scan using message_queue")
                .doesNotContain("Sort")
                .doesNotContain("Seq Scan on message");
    }
}
