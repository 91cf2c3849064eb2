package io.staffetta.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CampaignCourseTest {

    private static final Instant TEN = Instant.parse("2026-03-02T10:00:00Z");
    private static final long CAMPAIGN = 5;

    private final StreamWorld world = new StreamWorld();
    private final CampaignCourse course = new CampaignCourse(world.queue.jdbc);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void messagesAreCountedByTheTimeTheyEndedAt() {
        happens(TEN.plusSeconds(1), "message", "sent", 3);
        happens(TEN.plusSeconds(2), "message", "failed", 1);
        happens(TEN.plusSeconds(3), "message", "typing", 9);
        happens(TEN.plusSeconds(125), "message", "skipped", 2);

        CampaignCourse.Part part = of(TEN, TEN.plus(Duration.ofHours(1)));

        assertThat(part.width()).isEqualTo(Duration.ofSeconds(10));
        assertThat(part.points())
                .containsExactly(
                        new CampaignCourse.Point(TEN, 3, 1, 0),
                        new CampaignCourse.Point(TEN.plusSeconds(120), 0, 0, 2));
    }

    @Test
    void whatTheCampaignDidItselfIsAmongItsTurns() {
        happens(TEN, "campaign", "running", 1);
        happens(TEN.plusSeconds(30), "campaign", "planned", 1);
        happens(TEN.plusSeconds(60), "campaign", "session_changed", 1);

        assertThat(of(TEN, TEN.plus(Duration.ofHours(1))).turns())
                .extracting(CampaignCourse.Turn::phase)
                .containsExactly("running", "session_changed");
    }

    @Test
    void nothingOfOtherUsersOrOtherTimesIsCounted() {
        happens(TEN.minusSeconds(1), "message", "sent", 1);
        happens(TEN.plus(Duration.ofHours(1)), "message", "sent", 1);

        assertThat(of(TEN, TEN.plus(Duration.ofHours(1))).points()).isEmpty();
        assertThat(course.of(world.queue.owner + 1, CAMPAIGN, TEN.minusSeconds(60), TEN.plus(Duration.ofDays(1)))
                        .points())
                .isEmpty();
    }

    @Test
    void aLongTimeHasNoMorePointsThanAChart() {
        for (int days : new int[] {1, 3, 30, 366}) {
            CampaignCourse.Part part = of(TEN.minus(Duration.ofDays(days)), TEN);
            assertThat(Duration.ofDays(days).dividedBy(part.width())).isLessThan(CampaignCourse.MOST_POINTS);
        }
    }

    @Test
    void bothStatementsReadTheirIndexAlone() {
        happens(TEN, "message", "typing", 60_000);
        happens(TEN, "message", "sent", 200);
        happens(TEN, "campaign", "running", 1);
        world.queue.jdbc.sql("analyze message_event").update();
        var from = TEN.minusSeconds(60).atOffset(ZoneOffset.UTC);
        var to = TEN.plusSeconds(60).atOffset(ZoneOffset.UTC);

        assertThat(plan(CampaignCourse.POINTS, 10L, CAMPAIGN, world.queue.owner, from, to))
                .contains("campaign_id_at_phase_idx")
                .doesNotContain("Seq Scan");
        assertThat(plan(CampaignCourse.TURNS, CAMPAIGN, world.queue.owner, from, to, 10))
                .contains("campaign_id_at_phase_idx")
                .doesNotContain("Seq Scan on message_event");
    }

    private CampaignCourse.Part of(Instant from, Instant to) {
        return course.of(world.queue.owner, CAMPAIGN, from, to);
    }

    private String plan(String sql, Object... params) {
        return String.join(
                "\n",
                world.queue
                        .jdbc
                        .sql("explain " + sql)
                        .params(params)
                        .query(String.class)
                        .list());
    }

    private void happens(Instant at, String kind, String phase, int times) {
        world.queue
                .jdbc
                .sql("""
                insert into message_event (at, owner_id, kind, phase, message_id, campaign_id)
                select ?, ?, ?, ?, case when ? = 'message' then n end, ? from generate_series(1, ?) n
                """)
                .params(at.atOffset(ZoneOffset.UTC), world.queue.owner, kind, phase, kind, CAMPAIGN, times)
                .update();
    }
}
