package io.staffetta.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten messages an hour: what else wants the number's room moves the end. */
class FinishTimesTest {

    private static final long NUMBER = 393331112222L;

    private final CampaignWorld world = new CampaignWorld();
    private long session;

    @BeforeEach
    void session() {
        session = world.session("a", NUMBER);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anotherRunningCampaignOfTheNumberTakesItsTurns() {
        Campaign campaign = world.running("a", 15);
        assertThat(hours(campaign)).isOne();

        Campaign other = world.running("a", 9);
        assertThat(hours(campaign)).isEqualTo(2);

        world.control.pause(world.user, other.publicId(), null);
        assertThat(hours(campaign)).isOne();
    }

    @Test
    void aSecondSessionOfTheSamePhoneSharesItsRoom() {
        Campaign campaign = world.running("a", 15);
        world.session("twin", NUMBER);

        world.running("twin", 15);

        assertThat(hours(campaign)).isEqualTo(2);
    }

    @Test
    void campaignsOfOtherNumbersDoNotMatter() {
        Campaign campaign = world.running("a", 15);
        world.session("b", 393334445555L);

        world.running("b", 30);

        assertThat(hours(campaign)).isOne();
    }

    @Test
    void followUpsThatAreNotPlannedYetCount() {
        Campaign campaign =
                world.running("a", 5, new FollowUpPlan.Step(Duration.ofHours(10), Template.of("Ancora"), true));
        assertThat(hours(campaign)).isEqualTo(10);

        world.send(campaign, 5);

        assertThat(hours(campaign)).isEqualTo(10);
        world.queue.clock.advance(Duration.ofHours(10));
        world.send(campaign, 4);
        assertThat(hours(campaign)).isZero();
    }

    @Test
    void whatANumberWithLargeLimitsHasSentCountsToTheMinute() {
        Campaign campaign = world.running("a", 1);
        world.jdbc
                .sql("update wa_session set hourly_limit = 20000, daily_limit = 20000 where id = ?")
                .param(session)
                .update();
        assertThat(hours(campaign)).isZero();

        world.jdbc
                .sql("""
                insert into send_log (message_id, attempt, number_key, session_pk, at)
                select -n, 1, ?, ?, ?::timestamptz - interval '30 minutes' from generate_series(1, 20000) n
                """)
                .params(NUMBER, session, world.queue.clock.instant().toString())
                .update();

        assertThat(world.finishTimes.of(world.now(campaign)))
                .hasValueSatisfying(finish -> assertThat(finish.likely())
                        .isAfter(world.queue.clock.instant().plus(Duration.ofMinutes(30))));
    }

    @Test
    void aNumberThatGoesAtItsEnginesPaceStillTakesItsTime() {
        withoutPauses();
        Campaign campaign = world.running("a", 8_000);

        assertThat(left(campaign)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(200));
    }

    @Test
    void whatANumberWithoutLimitsSentLastTellsItsPace() {
        withoutPauses();
        Campaign campaign = world.running("a", 1_000);

        sentLately(600, "20 milliseconds");
        assertThat(left(campaign)).isBetween(Duration.ofSeconds(19), Duration.ofSeconds(21));

        world.jdbc.sql("delete from send_log").update();
        sentLately(600, "100 milliseconds");
        assertThat(left(campaign))
                .as("a look holds for two seconds")
                .isBetween(Duration.ofSeconds(19), Duration.ofSeconds(21));
        world.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(left(campaign)).isBetween(Duration.ofSeconds(95), Duration.ofSeconds(105));
    }

    @Test
    void whatManyAskOfALongCampaignIsWorkedOutOnce() {
        withoutPauses();
        limits(1_000);
        Campaign campaign = world.running("a", 1_500);
        Duration alone = left(campaign);

        world.running("a", 900);
        assertThat(left(campaign)).as("an estimate holds for two seconds").isEqualTo(alone);
        world.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        Duration together = left(campaign);
        assertThat(together).isGreaterThan(alone);

        limits(2_000);
        assertThat(left(campaign))
                .as("with other limits it is another question")
                .isLessThan(together);
    }

    @Test
    void aNumberWithLargeLimitsTellsItsPaceToo() {
        limits(20_000);
        Campaign campaign = world.running("a", 1_000);

        sentLately(600, "10 seconds");

        assertThat(left(campaign)).isBetween(Duration.ofSeconds(9_850), Duration.ofSeconds(10_150));
    }

    private void withoutPauses() {
        limits(10_000_000);
        world.jdbc
                .sql("update wa_session set needs_pacing = false, typing_simulation = false where id = ?")
                .param(session)
                .update();
    }

    private void limits(int messages) {
        world.jdbc
                .sql("update wa_session set hourly_limit = :most, daily_limit = :most where id = :id")
                .param("most", messages)
                .param("id", session)
                .update();
    }

    private void sentLately(int messages, String apart) {
        world.jdbc
                .sql("""
                insert into send_log (message_id, attempt, number_key, session_pk, at)
                select -n, 1, ?, ?, ?::timestamptz - n * ?::interval from generate_series(1, ?) n
                """)
                .params(NUMBER, session, world.queue.clock.instant().toString(), apart, messages)
                .update();
    }

    private Duration left(Campaign campaign) {
        return Duration.between(
                world.queue.clock.instant(),
                world.finishTimes.of(world.now(campaign)).orElseThrow().likely());
    }

    private long hours(Campaign campaign) {
        return left(campaign).toHours();
    }
}
