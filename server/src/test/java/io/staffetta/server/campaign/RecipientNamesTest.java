package io.staffetta.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.queue.RecipientNames;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** People are called what their file calls them, however its columns are written. */
class RecipientNamesTest {

    private final CampaignWorld world = new CampaignWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aColumnIsKnownInAnyCaseAndWithAnySeparator() {
        assertThat(names(
                        "{\"Nome\": \"Giulia\"}",
                        "{\"FULL_NAME\": \" Ann \", \"name\": \"\"}",
                        "{\"Nome e  cognome\": \"Ugo Neri\", \"Città\": \"Roma\"}",
                        "{\"Nama-Lengkap\": \"Siti\"}"))
                .containsExactly("Giulia", "Ann", "Ugo Neri", "Siti");
    }

    @Test
    void theBestColumnCountsAndOthersAreNoNames() {
        assertThat(names("{\"Contatto\": \"0612345\", \"Nome\": \"Giulia\"}", "{\"Indirizzo\": \"Via Roma\"}"))
                .containsExactly("Giulia", null);
    }

    private List<String> names(String... variables) {
        world.session();
        Campaign campaign = world.running("s1", variables.length);
        List<Long> messages = world.jdbc
                .sql("select id from message where campaign_id = ? order by recipient_id")
                .param(campaign.id())
                .query(Long.class)
                .list();
        for (int i = 0; i < variables.length; i++) {
            world.jdbc
                    .sql("""
                    update recipient set variables = ?::jsonb
                    where campaign_id = ? and id = (select recipient_id from message where id = ?)
                    """)
                    .params(variables[i], campaign.id(), messages.get(i))
                    .update();
        }
        Map<Long, String> found = new RecipientNames(world.queue.transactions).of(world.user.ownerId(), messages);
        return messages.stream().map(found::get).toList();
    }
}
