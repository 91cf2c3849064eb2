package io.staffetta.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import io.staffetta.server.dispatch.MessageTexts.Rendered;
import io.staffetta.server.dispatch.MessageTexts.TextRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanningTest {

    private CampaignFixture fixture;
    private long campaign;

    @BeforeAll
    void open() {
        fixture = new CampaignFixture();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @BeforeEach
    void draft() {
        campaign = fixture.campaign("Ciao {{nome}}");
    }

    @Test
    void everyRecipientGetsOneMessageInTheOrderOfTheFile() {
        fixture.csv(campaign, ImportsTest.rows(12_000));
        long lane = fixture.started(campaign);

        plan();

        assertThat(fixture.count(
                        "select count(*) from message where lane_id = ? and state = 'queued' and reason = 'new'", lane))
                .isEqualTo(12_000);
        assertThat(fixture.jdbc()
                        .sql("select phone from message where lane_id = ? order by id")
                        .param(lane)
                        .query(Long.class)
                        .list())
                .isSorted()
                .hasSize(12_000);
        assertThat(fixture.count("select count(*) from campaign where id = ? and planned", campaign))
                .isOne();
        assertThat(fixture.planning().unfinished()).doesNotContain(campaign);
    }

    @Test
    void whoWasErasedBeforeTheStartIsSkipped() {
        fixture.csv(campaign, ImportsTest.rows(3));
        fixture.jdbc()
                .sql(
                        "update recipient set phone = -id where id = (select min(id) from recipient where campaign_id = ?)")
                .param(campaign)
                .update();
        long lane = fixture.started(campaign);

        plan();

        assertThat(fixture.count("select count(*) from message where lane_id = ? and state = 'queued'", lane))
                .isEqualTo(2);
        assertThat(fixture.count(
                        "select count(*) from message where lane_id = ? and phone < 0 and reason = 'erased'", lane))
                .isOne();
        assertThat(fixture.count("select skipped from campaign where id = ?", campaign))
                .isOne();
    }

    @Test
    void planningGoesOnWhereItStopped() {
        fixture.csv(campaign, ImportsTest.rows(12_000));
        fixture.started(campaign);
        assertThat(fixture.planning().planChunk(campaign)).hasValueSatisfying(chunk -> {
            assertThat(chunk.more()).isTrue();
            assertThat(chunk.planned()).isEqualTo(5_000);
        });
        assertThat(fixture.planning().unfinished()).contains(campaign);

        plan();

        assertThat(fixture.count("select count(*) from message where campaign_id = ?", campaign))
                .isEqualTo(12_000);
    }

    @Test
    void aDraftIsNotPlanned() {
        fixture.csv(campaign, ImportsTest.rows(3));

        assertThat(fixture.planning().planChunk(campaign)).isEmpty();
    }

    @Test
    void whoeverIsNotPlannedWhenACampaignStopsIsSkipped() {
        fixture.csv(campaign, ImportsTest.rows(12_000));
        long lane = fixture.started(campaign);
        fixture.planning().planChunk(campaign);
        fixture.jdbc()
                .sql("update campaign set status = 'stopped' where id = ?")
                .param(campaign)
                .update();
        fixture.jdbc()
                .sql("update lane set status = 'closed' where id = ?")
                .param(lane)
                .update();

        plan();
        fixture.cancelling().resumeAll();

        assertThat(fixture.count("select count(*) from message where lane_id = ? and state = 'skipped'", lane))
                .isEqualTo(12_000);
        assertThat(fixture.count("select skipped from campaign where id = ?", campaign))
                .isEqualTo(12_000);
        assertThat(fixture.count(
                        "select count(*) from message_event where campaign_id = ? and reason = 'cancelled'", campaign))
                .isEqualTo(5_000);
    }

    @Test
    void onlyClosedLanesAreCancelled() {
        fixture.csv(campaign, ImportsTest.rows(3));
        long lane = fixture.started(campaign);
        plan();

        assertThat(fixture.cancelling().cancelWaiting(lane)).isZero();
        fixture.jdbc()
                .sql("update lane set status = 'closed' where id = ?")
                .param(lane)
                .update();
        assertThat(fixture.cancelling().cancelWaiting(lane)).isEqualTo(3);
        assertThat(fixture.cancelling().cancelWaiting(lane)).isZero();
    }

    @Test
    void aCampaignWhoseMessagesAllWentBeforePlanningEndedIsCompleted() {
        fixture.started(campaign);

        plan();

        assertThat(fixture.count("select count(*) from campaign where id = ? and status = 'completed'", campaign))
                .isOne();
    }

    @Test
    void thePreviewIsWhatIsSent() {
        fixture.step(campaign, 1, "{{nome|tu}}: {{nota}} {{Telefono}} {{phone}}", Duration.ofHours(24));
        fixture.csv(campaign, "Nome,Telefono,Nota\nAna,333 111 2222,x\nEva,+393331112223,\n");
        fixture.started(campaign);
        plan();

        Preview.Shown shown = fixture.preview().show(fixture.owner(), campaign, 1);
        assertThat(shown.phone()).isEqualTo("+393331112222");
        assertThat(shown.text()).isEqualTo("Ciao Ana");
        assertThat(shown.steps().get(1).text()).isEqualTo("Ana: x +393331112222 +393331112222");
        assertThat(shown.steps().get(1).after()).isEqualTo(Duration.ofHours(24));
        assertThat(fixture.preview()
                        .show(fixture.owner(), campaign, 2)
                        .steps()
                        .get(1)
                        .error())
                .isEqualTo("variable_missing: nota");
        TextRequest first = request("393331112222", 0);
        TextRequest second = request("393331112223", 1);
        assertThat(fixture.texts().render(List.of(first, second)))
                .containsEntry(first.messageId(), new Rendered.Text("Ciao Ana"))
                .containsEntry(second.messageId(), new Rendered.Unrenderable("variable_missing: nota"));
    }

    @Test
    void beyondTheLastRowThereIsNoPreview() {
        fixture.csv(campaign, ImportsTest.rows(2));

        assertThat(fixture.preview().show(fixture.owner(), campaign, 2).row()).isEqualTo(2);
        for (int row : new int[] {0, 3}) {
            assertThatThrownBy(() -> fixture.preview().show(fixture.owner(), campaign, row))
                    .isInstanceOfSatisfying(
                            Problem.class, p -> assertThat(p.code()).isEqualTo("row_not_found"));
        }
    }

    @Test
    void theReportTellsWhatBecameOfEverybody() {
        fixture.step(campaign, 1, "Ancora {{nome}}", Duration.ofHours(1));
        fixture.csv(campaign, "Nome,Telefono,status\nAna,+393331112222,=1+1\nEva,+393331112223,\n");
        long lane = fixture.started(campaign);
        plan();
        long session =
                fixture.jdbc().sql("""
                insert into wa_session (owner_id, session_id, name, engine, simulated, state, state_since, phone,
                    created_at, updated_at)
                values (?, 'a', 'A', 'simulator', true, 'ready', now(), 393339999999, now(), now()) returning id
                """).param(fixture.owner()).query(Long.class).single();
        for (String state : List.of("claimed", "sending", "sent")) {
            fixture.jdbc()
                    .sql("update message set state = ?, reason = null, session_pk = ?, sent_at = '2026-03-01T10:00:00Z'"
                            + " where lane_id = ? and phone = 393331112222")
                    .params(state, session, lane)
                    .update();
        }
        fixture.jdbc()
                .sql("update lane set wait_reason = 'paused' where id = ?")
                .param(lane)
                .update();
        fixture.jdbc().sql("""
                insert into campaign_reply (campaign_id, recipient_id, message_id, inbound_id, at)
                select campaign_id, recipient_id, id, 1, '2026-03-01T10:07:00Z' from message where phone = 393331112222
                """).update();

        assertThat(fixture.report(campaign))
                .isEqualTo("\uFEFFphone,Nome,status,status_,reason,from,sent_at,replied_at,"
                        + "followup1_status,followup1_reason,followup1_from,followup1_sent_at,followup1_replied_at\r\n"
                        + "+393331112222,Ana,'=1+1,sent,,+393339999999,2026-03-01T10:00:00Z,2026-03-01T10:07:00Z,,,,,\r\n"
                        + "+393331112223,Eva,,queued,paused,,,,,,,,\r\n");
        long copy = fixture.campaign("Ciao {{nome}}");
        assertThat(fixture.csv(copy, fixture.report(campaign)).accepted()).isEqualTo(2);
    }

    private TextRequest request(String phone, int step) {
        return fixture.jdbc()
                .sql("select id, recipient_id from message where campaign_id = ? and phone = ?::bigint")
                .params(campaign, phone)
                .query((row, n) -> new TextRequest(row.getLong(1), campaign, row.getLong(2), step, 1))
                .single();
    }

    private void plan() {
        Planning planning = fixture.planning();
        while (planning.planChunk(campaign).map(Planning.Chunk::more).orElse(false)) {
            // The next chunk.
        }
    }
}
