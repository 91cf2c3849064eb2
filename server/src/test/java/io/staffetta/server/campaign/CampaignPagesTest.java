package io.staffetta.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.server.contract.Contract;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CampaignPagesTest {

    private final CampaignWorld world = new CampaignWorld();
    private final CampaignPages pages = new CampaignPages(world.jdbc, new JsonMapper());

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aPageHoldsTheOldestFirstAndNothingDeleted() {
        world.session("a", 393331112222L);
        List<Campaign> made = List.of(world.draft("a", 1), world.draft("a", 1), world.draft("a", 1));
        world.campaigns.delete(world.user, made.getFirst().publicId(), null);

        assertThat(pages.page(world.user.ownerId(), null, 0, 10))
                .extracting(Campaign::id)
                .containsExactly(made.get(1).id(), made.get(2).id());
        assertThat(pages.page(world.user.ownerId(), CampaignStatus.DRAFT, 1, 10))
                .extracting(Campaign::id)
                .containsExactly(made.get(2).id());
        assertThat(pages.total(world.user.ownerId(), null)).isEqualTo(2);
        assertThat(pages.total(world.user.ownerId(), CampaignStatus.RUNNING)).isZero();
    }

    @Test
    void aDeletedSessionsIdIsKept() {
        long session = world.session("gone", 393331112222L);
        Campaign campaign = world.draft("gone", 1);
        world.queue.inTransaction.executeWithoutResult(status -> {
            world.queue.lanes.move(campaign.laneId(), null);
            world.queue.lanes.move(world.queue.lanes.directOf(session), null);
            world.jdbc.sql("delete from wa_session where id = ?").param(session).update();
        });

        assertThat(pages.lostSessions(world.user.ownerId(), List.of(world.now(campaign))))
                .containsEntry(campaign.id(), "gone");
    }

    @Test
    @Contract("door5.paging")
    void aPageOfTwoThousandReadsItsOwnersRowsOverTheIndexAndJoinsOnlyThePage() {
        world.session("a", 393331112222L);
        Campaign first = world.draft("a", 1);
        world.jdbc.sql("""
                with owners as (
                    insert into app_user (email, password_hash, created_at)
                    select 'u' || n || '@example.org', '', now() from generate_series(1, 20) n returning id
                ), copies as (
                    insert into campaign (public_id, reference, owner_id, name, status, simulated, default_country,
                        message_delay_min_ms, message_delay_max_ms, contact_delay_min_ms, contact_delay_max_ms,
                        created_at, updated_at)
                    select substr(md5(random()::text), 1, 24), 'r' || n || '-' || o.id, o.id, 'c', 'draft', true, 'IT',
                        0, 0, 0, 0, now(), now()
                    from (select id from owners union all select cast(:owner as bigint)) o,
                        generate_series(1, 2000) n
                    returning id, owner_id
                )
                insert into lane (owner_id, kind, campaign_id, session_pk, status, simulated)
                select owner_id, 'campaign', id, null, 'paused', true from copies
                """).param("owner", world.user.ownerId()).update();
        world.jdbc.sql("analyze").update();

        String plan = plan(CampaignPages.PAGE);

        assertThat(plan)
                .containsPattern("Index (Only )?Scan using campaign_owner on campaign p")
                .doesNotContain("Seq Scan on campaign ")
                .doesNotContain("Seq Scan on lane");
        assertThat(plan(CampaignPages.TOTAL)).contains("campaign_owner").doesNotContain("Seq Scan");
        assertThat(pages.page(first.ownerId(), null, 1500, 500)).hasSize(500);
        assertThat(pages.total(first.ownerId(), null)).isEqualTo(2001);
    }

    private String plan(String sql) {
        return String.join(
                "\n",
                world.jdbc
                        .sql("explain " + sql)
                        .param("owner", world.user.ownerId())
                        .param("status", null)
                        .param("limit", 50)
                        .param("offset", 1000)
                        .query(String.class)
                        .list());
    }
}
