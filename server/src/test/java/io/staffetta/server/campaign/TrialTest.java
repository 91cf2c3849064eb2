package io.staffetta.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.campaign.Template;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another text for a campaign that is under way, before it is its own. */
class TrialTest {

    private final CampaignFixture fixture = new CampaignFixture();
    private final long campaign = fixture.campaign("Ciao {{nome}}");
    private final Trial trial = new Trial(fixture.jdbc(), fixture.texts());

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void onlyThoseWhoseTurnHasNotComeAreShownAndCounted() {
        fixture.csv(campaign, "nome,phone\nAda,+393331112222\nEva,+393331112223\nUgo,+393331112224\n");
        fixture.started(campaign);
        fixture.planning().planChunk(campaign);
        fixture.jdbc()
                .sql(
                        "update message set state = 'skipped', reason = 'cancelled' where campaign_id = ? and phone = 393331112222")
                .param(campaign)
                .update();

        Trial.Shown first = trial.on(fixture.owner(), campaign, Template.of("Salve {{nome}}!"), 0);
        assertThat(first.waiting()).isEqualTo(2);
        assertThat(first.text()).isEqualTo("Salve Eva!");
        assertThat(first.phone()).isEqualTo("+393331112223");
        assertThat(first.international()).isEqualTo("+39 333 111 2223");

        Trial.Shown second = on("Salve {{nome}}!", first);
        assertThat(second.text()).isEqualTo("Salve Ugo!");
        assertThat(on("Salve {{nome}}!", second).text()).isEqualTo("Salve Eva!");
        assertThat(on("Ehi {{paese}}", second).error()).contains("paese");
    }

    @Test
    void whereNobodyWaitsThereIsNobodyToShow() {
        assertThat(trial.on(fixture.owner(), campaign, Template.of("Salve"), 0))
                .isEqualTo(new Trial.Shown(0, null, null, null, null, null));
    }

    @Test
    void ofAnothersCampaignNothingIsShown() {
        fixture.csv(campaign, "nome,phone\nAda,+393331112222\n");
        fixture.started(campaign);
        fixture.planning().planChunk(campaign);

        assertThat(trial.on(fixture.owner() + 1, campaign, Template.of("Salve"), 0)
                        .waiting())
                .isZero();
        assertThat(List.of(trial.on(fixture.owner(), campaign, Template.of("Salve"), 0)
                        .waiting()))
                .containsExactly(1);
    }

    @Test
    void theNextPersonIsFoundByOneStepIntoTheIndex() {
        StringBuilder file = new StringBuilder("nome,phone\n");
        for (int i = 0; i < 5_000; i++) {
            file.append("Ada,+39333%07d\n".formatted(1_000_000 + i));
        }
        fixture.csv(campaign, file.toString());
        fixture.started(campaign);
        fixture.planning().planChunk(campaign);
        fixture.jdbc()
                .sql(
                        "update message set state = 'skipped', reason = 'cancelled' where id in (select id from message order by id limit 4000)")
                .update();
        fixture.jdbc().sql("analyze").update();

        String plan = String.join(
                "\n",
                fixture.jdbc()
                        .sql("explain " + Trial.NEXT)
                        .param("campaign", campaign)
                        .param("owner", fixture.owner())
                        .param("after", 0)
                        .query((row, n) -> row.getString(1))
                        .list());

        assertThat(plan).contains("using message_of_lane").doesNotContain("Sort", "Seq Scan on message");
    }

    private Trial.Shown on(String text, Trial.Shown after) {
        return trial.on(fixture.owner(), campaign, Template.of(text), Objects.requireNonNull(after.message()));
    }
}
