package io.staffetta.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import io.staffetta.server.queue.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

class RecentContactsTest {

    private static final Duration WEEK = Duration.ofDays(7);

    private final CampaignFixture fixture = new CampaignFixture();
    private final RecentContacts recent = new RecentContacts(
            new Transactions(new DataSourceTransactionManager(fixture.dataSource()), fixture.dataSource()),
            fixture.imports(),
            fixture.jdbc(),
            Clock.fixed(CampaignFixture.NOW, ZoneOffset.UTC));
    private long campaign;

    @BeforeEach
    void aDraftWithThreePeopleOfWhomTwoWereWrittenTo() {
        long earlier = fixture.campaign("Ciao");
        long lane = fixture.started(earlier);
        campaign = fixture.campaign("Ciao {{nome}}");
        fixture.csv(
                campaign, "nome;telefono;città\nAna;333 111 2222;Forlì\nEva;333 111 2223;\nUgo;333 111 2224;Roma\n");
        sent(lane, earlier, 393331112222L, 3);
        sent(lane, earlier, 393331112222L, 5);
        sent(lane, null, 393331112223L, 9);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void thoseWhoWereWrittenToAreFoundWithTheLastTime() {
        RecentContacts.Recent week = recent.find(fixture.owner(), campaign, WEEK);

        assertThat(week.count()).isOne();
        RecentContacts.Person ana = week.people().getFirst();
        assertThat(ana.row()).isEqualTo(2);
        assertThat(ana.phone()).isEqualTo("+39 333 111 2222");
        assertThat(ana.campaign()).isEqualTo("Spring");
        assertThat(ana.at()).isEqualTo(CampaignFixture.NOW.minus(Duration.ofDays(3)));
        assertThat(recent.find(fixture.owner(), campaign, Duration.ofDays(10)).count())
                .isEqualTo(2);
        assertThat(recent.find(fixture.owner() + 1, campaign, WEEK).count()).isZero();
    }

    @Test
    void whoIsLeftOutStandsAmongTheRefusedRowsOfTheFile() {
        assertThat(recent.exclude(fixture.owner(), campaign, WEEK)).isOne();

        assertThat(fixture.count("select recipients from campaign where id = ?", campaign))
                .isEqualTo(2);
        ImportReport report =
                fixture.imports().page(fixture.owner(), campaign, 0, 10).getFirst();
        assertThat(report.accepted()).isEqualTo(2);
        assertThat(report.errorsByCode()).containsEntry("recently_contacted", 1);
        ImportReport told = fixture.imports().report(fixture.owner(), campaign, report.importId());
        assertThat(told.errors().getFirst().detail()).contains("2026-02-26, Spring");
        assertThat(fixture.rejected(told)).contains("Ana;+393331112222;Forlì;2;recently_contacted");
        assertThat(recent.exclude(fixture.owner(), campaign, WEEK)).isZero();
    }

    @Test
    void nobodyIsTakenOutOfACampaignThatWasStarted() {
        fixture.started(campaign);

        assertThatThrownBy(() -> recent.exclude(fixture.owner(), campaign, WEEK))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("campaign_not_editable"));
    }

    private void sent(long lane, @org.jspecify.annotations.Nullable Long from, long phone, int daysAgo) {
        fixture.jdbc()
                .sql("""
                insert into message (owner_id, lane_id, campaign_id, phone, state, sent_at, due_at, created_at, updated_at)
                values (?, ?, ?, ?, 'read', ?, now(), now(), now())
                """)
                .params(
                        fixture.owner(),
                        lane,
                        from,
                        phone,
                        CampaignFixture.NOW.minus(Duration.ofDays(daysAgo)).atOffset(ZoneOffset.UTC))
                .update();
    }
}
