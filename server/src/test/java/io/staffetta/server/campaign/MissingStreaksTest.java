package io.staffetta.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.dispatch.MessageTexts.Rendered;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingStreaksTest {

    private final List<Long> paused = new ArrayList<>();
    private final MissingStreaks streaks = new MissingStreaks((ownerId, campaignId) -> paused.add(campaignId));

    @Test
    void aCampaignIsPausedWhenOneValueIsMissingAgainAndAgain() {
        missing(7, "nome", MissingStreaks.MOST - 1);
        assertThat(paused).isEmpty();

        missing(7, "nome", 1);

        assertThat(paused).containsExactly(7L);
    }

    @Test
    void aMessageThatGoesEndsTheStreak() {
        missing(7, "nome", MissingStreaks.MOST - 1);
        streaks.next(1, 7, new Rendered.Text("Ciao"));
        missing(7, "nome", MissingStreaks.MOST - 1);

        assertThat(paused).isEmpty();
    }

    @Test
    void otherValuesAndOtherCampaignsAreStreaksOfTheirOwn() {
        missing(7, "nome", MissingStreaks.MOST - 1);
        missing(8, "nome", MissingStreaks.MOST - 1);
        missing(7, "paese", MissingStreaks.MOST - 1);

        assertThat(paused).isEmpty();
    }

    private void missing(long campaign, String name, int times) {
        for (int n = 0; n < times; n++) {
            streaks.next(1, campaign, new Rendered.Unrenderable("variable_missing: " + name));
        }
    }
}
