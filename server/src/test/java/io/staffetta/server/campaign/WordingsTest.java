package io.staffetta.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.dispatch.MessageTexts.Rendered;
import io.staffetta.server.dispatch.MessageTexts.TextRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages in several wordings: who gets which. */
class WordingsTest {

    private final CampaignFixture fixture = new CampaignFixture();
    private final long campaign = fixture.campaign("Ciao {{nome}}");

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void asManyPeopleGetEachWordingAndTheOneThatThePreviewShows() {
        vary("[\"Salve {{nome}}\", \"Ehi {{nome}}\"]");
        fixture.csv(
                campaign,
                "nome,phone\n"
                        + IntStream.range(0, 9)
                                .mapToObj(n -> "P" + n + ",+39333111222" + n)
                                .collect(Collectors.joining("\n")));
        fixture.started(campaign);
        Planning planning = fixture.planning();
        while (planning.planChunk(campaign).map(Planning.Chunk::more).orElse(false)) {
            // The next chunk.
        }

        List<TextRequest> requests = fixture.jdbc()
                .sql("select id, recipient_id from message where campaign_id = ? order by recipient_id")
                .param(campaign)
                .query((row, n) -> new TextRequest(row.getLong(1), campaign, row.getLong(2), 0, 1))
                .list();
        Map<Long, Rendered> sent = fixture.texts().render(requests);
        for (int row = 1; row <= 9; row++) {
            Preview.Shown shown = fixture.preview().show(fixture.owner(), campaign, row);
            assertThat(sent.get(requests.get(row - 1).messageId())).isEqualTo(new Rendered.Text(shown.text()));
            assertThat(shown.wordings()).hasSize(3);
            assertThat(shown.wordings())
                    .filteredOn(Preview.Wording::own)
                    .singleElement()
                    .satisfies(own -> assertThat(own.text()).isEqualTo(shown.text()));
        }
        assertThat(sent.values().stream()
                        .map(rendered -> ((Rendered.Text) rendered).text().split(" ", 2)[0])
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())))
                .isEqualTo(Map.of("Ciao", 3L, "Salve", 3L, "Ehi", 3L));
    }

    @Test
    void whoLacksWhatOneWordingNeedsIsRefused() {
        vary("[\"{{nome}}, vieni a {{paese}}?\"]");

        ImportReport report = fixture.csv(campaign, "nome,paese,phone\nAda,Forlì,+393331112222\nEva,,+393331112223\n");

        assertThat(report.accepted()).isOne();
        assertThat(report.errorsByCode()).containsOnlyKeys("missing_variable");
    }

    private void vary(String variants) {
        fixture.jdbc()
                .sql("update campaign_step set variants = ?::jsonb where campaign_id = ?")
                .params(variants, campaign)
                .update();
    }
}
