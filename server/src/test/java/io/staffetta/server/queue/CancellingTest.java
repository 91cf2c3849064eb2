package io.staffetta.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.delivery.LaneStatus;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancellingTest {

    private final QueueWorld world = new QueueWorld();
    private final Cancelling cancelling = new Cancelling(world.jdbc, world.manager, world.clock);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void onlyWhatWaitsInTheClosedLaneEnds() {
        long session = world.session();
        long closed = world.lanes.ofCampaign(world.campaign(session, 20));
        long open = world.lanes.ofCampaign(world.campaign(session, 20));
        world.inTransaction.executeWithoutResult(status -> world.lanes.setStatus(closed, LaneStatus.CLOSED));

        cancelling.resumeAll();

        assertThat(waiting(closed)).isZero();
        assertThat(waiting(open)).isEqualTo(20);
        assertThat(world.jdbc
                        .sql("select count(*) from message_event where lane_id = ? and reason = 'cancelled'")
                        .param(closed)
                        .query(Integer.class)
                        .single())
                .isEqualTo(20);
    }

    @Test
    void cancellingProbesTheQueueOfOneLane() {
        long session = world.session();
        for (int i = 0; i < 40; i++) {
            world.campaign(session, 250);
        }
        long lane = world.lanes.ofCampaign(world.campaign(session, 5));
        world.inTransaction.executeWithoutResult(status -> world.lanes.setStatus(lane, LaneStatus.CLOSED));
        world.jdbc.sql("analyze message").update();
        world.jdbc.sql("analyze lane").update();

        assertThat(plan(Cancelling.CANCEL, lane))
                .containsPattern("(Index|Bitmap Index) Scan (using|on) message_(queue|lane)")
                .doesNotContain("Seq Scan on message");
        assertThat(plan(Cancelling.UNFINISHED, lane)).doesNotContain("Seq Scan on message");
    }

    private String plan(String sql, long lane) {
        return String.join(
                "\n",
                world.jdbc
                        .sql("explain " + sql)
                        .param("lane", lane)
                        .param("chunk", 5_000)
                        .param("now", world.clock.instant().atOffset(ZoneOffset.UTC))
                        .query((row, n) -> row.getString(1))
                        .list());
    }

    private int waiting(long lane) {
        return world.jdbc
                .sql("select count(*) from message where lane_id = ? and state = 'queued'")
                .param(lane)
                .query(Integer.class)
                .single();
    }
}
