package io.staffetta.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.webhook.AttemptRows.Settled;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** What several nodes do to the same rows; the product's own loop stands still meanwhile. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveriesOverNodesTest {

    private final HookWorld world = new HookWorld(Map.of("staffetta.webhooks.most-waiting", "3"));
    private final FanOut fanOut = world.server.bean(FanOut.class);
    private final DeliveryRows rows = world.server.bean(DeliveryRows.class);
    private JsonNode webhook;

    DeliveriesOverNodesTest() {
        world.server.bean(DeliveryLoop.class).stop();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @BeforeEach
    void begin() {
        world.jdbc().sql("delete from webhook_attempt").update();
        world.jdbc().sql("delete from webhook_delivery").update();
        world.jdbc().sql("delete from webhook_endpoint").update();
        webhook = world.webhook("/nodes", "session.*");
    }

    @Test
    void everyEventBecomesOneDeliveryHoweverOftenTheLogIsRead() {
        for (int i = 0; i < 3; i++) {
            world.happens("session", "ready");
        }
        turn(3);
        assertThat(fanOut.turn().written()).isZero();
        assertThat(deliveries()).isEqualTo(3);
    }

    @Test
    void aPageThatIsNotCommittedIsTurnedAgain() {
        world.happens("session", "ready");
        world.server.bean(TransactionTemplate.class).executeWithoutResult(status -> {
            await().pollInSameThread()
                    .atMost(HookWorld.PATIENCE)
                    .until(() -> fanOut.turn().written() == 1);
            status.setRollbackOnly();
        });
        assertThat(deliveries()).isZero();
        turn(1);
        assertThat(deliveries()).isEqualTo(1);
    }

    @Test
    void anEventThatIsCommittedLateIsNotLeftOut() throws SQLException {
        try (Connection late = world.server.database().dataSource().getConnection()) {
            late.setAutoCommit(false);
            try (var insert = late.createStatement()) {
                insert.executeUpdate("insert into message_event (at, owner_id, kind, phase) values (now(), "
                        + world.owner + ", 'session', 'stopped')");
            }
            world.happens("session", "ready");
            assertThat(fanOut.turn().written()).isLessThan(2);
            late.commit();
        }
        turn(2);
        assertThat(deliveries()).isEqualTo(2);
    }

    @Test
    void whoIsAtItKeepsTheOthersFromIt() throws SQLException {
        world.happens("session", "ready");
        try (Connection other = world.server.database().dataSource().getConnection()) {
            other.setAutoCommit(false);
            try (var lock = other.createStatement()) {
                lock.execute("select pg_advisory_xact_lock(" + FanOut.TURN + ")");
            }
            assertThat(fanOut.turn().written()).isZero();
            other.rollback();
        }
        turn(1);
    }

    @Test
    void whoFreezesWhileAddingAWebhookKeepsNobodyFromIt() {
        String patience = world.server.bean(TransactionTemplate.class).execute(status -> {
            fanOut.beginUnlessGoingOn();
            return world.server
                    .bean(org.springframework.jdbc.core.simple.JdbcClient.class)
                    .sql("show idle_in_transaction_session_timeout")
                    .query(String.class)
                    .single();
        });
        assertThat(patience).isEqualTo("10s");
    }

    @Test
    void whatOneNodeHasNoOtherTakesUntilItsLeaseIsOver() {
        world.happens("session", "ready");
        turn(1);
        DueDelivery first = claim().getFirst();
        assertThat(claim()).isEmpty();

        leaseIsOver();
        DueDelivery second = claim().getFirst();
        assertThat(second.eventId()).isEqualTo(first.eventId());
        assertThat(second.lease()).isNotEqualTo(first.lease());
    }

    @Test
    void aNodeThatThawsSpoilsNothing() throws SQLException {
        world.happens("session", "ready");
        turn(1);
        DueDelivery frozen = claim().getFirst();
        leaseIsOver();
        DueDelivery taken = claim().getFirst();

        settle(frozen, "timeout");
        assertThat(world.jdbc()
                        .sql("select attempts from webhook_delivery where lease = ?")
                        .param(taken.lease())
                        .query(Integer.class)
                        .single())
                .isZero();
        settle(taken, null);
        settle(frozen, "timeout");
        assertThat(state()).isEqualTo("delivered");
    }

    @Test
    void whatANodeHeardBeforeItFrozeIsTrueAllTheSame() throws SQLException {
        world.happens("session", "ready");
        turn(1);
        DueDelivery frozen = claim().getFirst();
        leaseIsOver();
        DueDelivery taken = claim().getFirst();

        settle(frozen, null);
        settle(taken, "status");
        assertThat(state()).isEqualTo("delivered");
    }

    @Test
    void anEndpointThatIsDisabledIsSentNothing() {
        world.happens("session", "ready");
        turn(1);
        world.ok("PATCH", "/" + webhook.path("id").asString(), Map.of("enabled", false));
        assertThat(claim()).isEmpty();
        assertThat(state()).isEqualTo("pending");
    }

    @Test
    void whatWaitsTooLongInTooLongAQueueGivesWay() {
        for (int i = 0; i < 5; i++) {
            world.happens("session", "ready");
        }
        turn(5);
        world.server.bean(HookUpkeep.class).trim();
        assertThat(count("select count(*) from webhook_delivery where reason = 'backlog_full' and state = 'failed'"))
                .isEqualTo(2);
        assertThat(count("select count(*) from webhook_delivery where state = 'pending'"))
                .isEqualTo(3);
    }

    @Test
    void whatIsAnsweredAboutSomebodyWhoWasErasedMeanwhileIsNotKept() throws SQLException {
        change(Map.of("events", List.of("contact.wrote")));
        long inbound =
                world.jdbc().sql("""
                        insert into inbound_message (owner_id, session_pk, source_id, phone, text, at, received_at)
                        values (?, 1, 'late', 393331112222, 'Ciao', now(), now()) returning id
                        """).param(world.owner).query(Long.class).single();
        world.happens("contact", "wrote", "{\"inboundId\":" + inbound + "}");
        turn(1);
        DueDelivery under = claim().getFirst();
        world.jdbc().sql("update inbound_message set phone = -id, text = ''").update();

        settle(under, null);

        assertThat(count("select count(*) from webhook_attempt where answer = ''"))
                .isOne();
    }

    @Test
    void whatIsOldGoesAndWhatADeletedEndpointLeftGoesAtOnce() throws SQLException {
        world.happens("session", "ready");
        turn(1);
        settle(claim().getFirst(), null);
        world.happens("session", "ready");
        turn(2);
        world.server.bean(HookUpkeep.class).forget();
        assertThat(deliveries()).isEqualTo(2);

        world.jdbc()
                .sql("update webhook_delivery set done_at = now() - interval '8 days' where state = 'delivered'")
                .update();
        world.server.bean(HookUpkeep.class).forget();
        assertThat(deliveries()).isEqualTo(1);
        assertThat(count("select count(*) from webhook_attempt")).isZero();

        world.send("DELETE", "/" + webhook.path("id").asString(), null);
        world.server.bean(HookUpkeep.class).forget();
        assertThat(deliveries()).isZero();
        assertThat(count("select count(*) from webhook_endpoint")).isZero();
    }

    @Test
    void whatCameOfAnAttemptAfterItsDeliveryWentIsNotKept() throws SQLException {
        world.happens("session", "ready");
        turn(1);
        DueDelivery last = claim().getFirst();
        world.send("DELETE", "/" + webhook.path("id").asString(), null);
        world.server.bean(HookUpkeep.class).forget();

        settle(last, "timeout");
        assertThat(count("select count(*) from webhook_attempt")).isZero();
    }

    @Test
    void whoMovedIsNotDisabledForWhatTheFormerAddressAnswers() throws InterruptedException {
        world.receiver.answers("/nodes", 410);
        world.happens("session", "ready");
        turn(1);
        DueDelivery former = claim().getFirst();
        change(Map.of("url", world.receiver.url("/moved-here")));

        world.server.bean(Courier.class).carry(former);
        assertThat(enabled()).isTrue();
    }

    @Test
    void whoWasMendedWhileTheLastFailureWasUnderWayStaysEnabled() throws InterruptedException {
        world.receiver.answers("/nodes", 500);
        failingSince("now() - interval '6 days'");
        world.happens("session", "ready");
        turn(1);
        DueDelivery last = claim().getFirst();
        failingSince("null");

        world.server.bean(Courier.class).carry(last);
        assertThat(enabled()).isTrue();
    }

    @Test
    void aLongPeriodIsSentAgainCallByCallAndNothingTwice() {
        world.jdbc().sql("""
                insert into webhook_delivery (owner_id, endpoint_id, event_id, type, event, state, created_at, done_at)
                select ?, ?, n::text, 'session.ready', '{}', 'delivered', now() - n * interval '1 ms', now()
                from generate_series(1, 10005) n
                """).params(world.owner, webhook.path("id").asLong()).update();
        Instant until = Instant.now().plusSeconds(60);
        JsonNode first = replay(until.minusSeconds(600), until, "delivered");
        assertThat(first.path("replayed").asInt()).isEqualTo(10_000);
        assertThat(first.path("more").asBoolean()).isTrue();

        world.jdbc().sql("update webhook_delivery set state = 'delivered'").update();
        JsonNode rest = replay(Instant.parse(first.path("next").asString()), until, "delivered");
        assertThat(rest.path("replayed").asInt()).isEqualTo(5);
        assertThat(rest.path("more").asBoolean()).isFalse();
        assertThat(rest.path("next").isNull()).isTrue();
    }

    @Test
    void whatWasMissedIsWrittenPageByPageSoThatNobodysEventsWaitForIt() {
        world.jdbc()
                .sql("""
                insert into message_event (at, owner_id, kind, phase)
                select ?, ?, 'session', 'ready' from generate_series(1, 1500)
                """)
                .params(world.server.clock().instant().atOffset(java.time.ZoneOffset.UTC), world.owner)
                .update();
        Instant until = world.server.clock().instant().plusSeconds(60);
        await().pollInSameThread().atMost(HookWorld.PATIENCE).until(() -> {
            replay(until.minusSeconds(120), until, "missed");
            return deliveries() >= 1500;
        });
        assertThat(count("select count(distinct xmin::text) from webhook_delivery"))
                .isGreaterThan(1);
    }

    @Test
    void claimsProbeAnIndexForEachEndpoint() {
        world.jdbc().sql("""
                insert into webhook_delivery (owner_id, endpoint_id, event_id, type, event, state, next_at, created_at)
                select ?, ?, n::text, 'session.ready', '{}', case when n % 1000 = 0 then 'pending' else 'delivered' end,
                    now() + interval '1 hour', now()
                from generate_series(1, 20000) n
                """).params(world.owner, webhook.path("id").asLong()).update();
        world.jdbc().sql("analyze webhook_delivery").update();
        String plan = String.join(
                "\n",
                world.jdbc()
                        .sql("explain " + DeliveryRows.CLAIM)
                        .param(new Long[0])
                        .param(new Integer[0])
                        .params(
                                java.time.OffsetDateTime.now(java.time.ZoneOffset.UTC),
                                4,
                                0L,
                                10,
                                java.util.UUID.randomUUID(),
                                60)
                        .query(String.class)
                        .list());
        assertThat(plan).contains("webhook_delivery_due").doesNotContain("Seq Scan on webhook_delivery w");
    }

    private JsonNode replay(Instant from, Instant until, String state) {
        return world.ok(
                "POST",
                "/" + webhook.path("id").asString() + "/replay",
                Map.of("from", from.toString(), "to", until.toString(), "state", state));
    }

    private void change(Map<String, ?> change) {
        world.ok("PATCH", "/" + webhook.path("id").asString(), change);
    }

    private boolean enabled() {
        return world.ok("GET", "/" + webhook.path("id").asString(), null)
                .path("enabled")
                .asBoolean();
    }

    private void failingSince(String when) {
        world.jdbc().sql("update webhook_endpoint set failing_since = " + when).update();
    }

    /** Turns events into deliveries until there are so many: somebody else's open transaction may hold them up. */
    private void turn(int deliveries) {
        await().pollInSameThread().atMost(HookWorld.PATIENCE).until(() -> {
            fanOut.turn();
            return deliveries() == deliveries;
        });
    }

    private List<DueDelivery> claim() {
        return rows.claim(Map.of(), 10, 0, 10, Instant.now().plusSeconds(60));
    }

    private void leaseIsOver() {
        world.jdbc()
                .sql("update webhook_delivery set leased_until = now() - interval '1 second'")
                .update();
    }

    private void settle(DueDelivery delivery, String reason) throws SQLException {
        Instant now = Instant.now();
        Attempted attempted = new Attempted(now, Duration.ofMillis(7), 200, reason, "Ciao to you", Optional.empty());
        try (Connection connection = world.server.database().dataSource().getConnection()) {
            AttemptRows.write(
                    connection,
                    List.of(new Settled(
                            delivery, attempted, reason == null ? Optional.empty() : Optional.of(now.plusSeconds(5)))));
        }
    }

    private String state() {
        return world.jdbc()
                .sql("select state from webhook_delivery")
                .query(String.class)
                .single();
    }

    private int deliveries() {
        return count("select count(*) from webhook_delivery");
    }

    private int count(String sql) {
        return world.jdbc().sql(sql).query(Integer.class).single();
    }
}
