package io.staffetta.server.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer.Answer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A number of the Cloud API as it is when nothing was said of its pace: as fast as Meta takes it, and nobody types. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloudPaceTest {

    private static final int PEOPLE = 60;

    @TempDir
    static Path folder;

    private CloudShop shop;
    private JsonNode made;

    @BeforeAll
    void start() {
        shop = new CloudShop(folder);
        made = shop.ready("shop");
    }

    @AfterAll
    void stop() {
        shop.close();
    }

    @Test
    void aNewNumberHasNoLimitsOfItsOwnAndDoesNotType() {
        assertThat(made.path("hourlyLimit").asInt()).isEqualTo(10_000_000);
        assertThat(made.path("dailyLimit").asInt()).isEqualTo(10_000_000);
        assertThat(made.path("typingSimulation").asBoolean()).isFalse();
    }

    @Test
    void itsCampaignsHaveNoDelaysUnlessSomebodyNamesThem() {
        JsonNode usual = shop.draft("shop", Map.of());
        JsonNode named = shop.draft("shop", Map.of("messageDelay", Map.of("min", 1000, "max", 3000)));

        assertThat(usual.path("messageDelay").path("max").asInt(-1)).isZero();
        assertThat(usual.path("contactDelay").path("max").asInt(-1)).isZero();
        assertThat(named.path("messageDelay").path("max").asInt()).isEqualTo(3000);
    }

    @Test
    void aFirstCampaignGoesToEverybodyManyAtOnceAndShowsNothingHuman() {
        List<String> phones = phones(0);
        shop.stub.plan("*", Collections.nCopies(PEOPLE, Map.of("kind", "ACCEPT", "delayMillis", 3_000)));

        String campaign = shop.started("shop", phones.stream(), Map.of());

        await().atMost(CloudShop.PATIENCE)
                .until(() -> shop.get("/api/v1/messages?limit=1000&status=sending&campaignId=" + campaign)
                                .path("items")
                                .size()
                        >= 20);
        awaitCompleted(campaign);
        assertThat(shop.campaign(campaign).path("counters").path("sent").asInt())
                .isEqualTo(PEOPLE);
        for (String phone : List.of(phones.getFirst(), phones.getLast())) {
            JsonNode message = shop.messageTo(campaign, phone);
            JsonNode story = shop.get("/api/v1/messages/" + message.path("id").asLong());
            assertThat(story.toString())
                    .contains("\"sending\"", "\"sent\"")
                    .doesNotContain("rate_limit_ok", "reading", "waiting_human", "typing");
        }
    }

    @Test
    void aTemplateIsNeverTypedEvenIfItsUserSwitchesTypingOn() {
        shop.ready("typist");
        Answer changed = shop.patch("/api/v1/sessions/typist", Map.of("typingSimulation", true));
        assertThat(changed.status()).isEqualTo(200);

        String campaign = shop.started("typist", Stream.of("393330900001"), Map.of());

        awaitCompleted(campaign);
        JsonNode message = shop.messageTo(campaign, "393330900001");
        assertThat(shop.get("/api/v1/messages/" + message.path("id").asLong()).toString())
                .doesNotContain("reading", "waiting_human", "typing");
    }

    @Test
    void aLimitThatIsSetLaterCountsWhatWentBefore() {
        shop.ready("later");
        String first = shop.started("later", phones(1).stream(), Map.of());
        awaitCompleted(first);

        shop.patch("/api/v1/sessions/later", Map.of("dailyLimit", PEOPLE));

        String second = shop.started("later", Stream.of("393330900002"), Map.of());
        await().atMost(CloudShop.PATIENCE)
                .untilAsserted(() -> assertThat(shop.messageTo(second, "393330900002")
                                .path("reason")
                                .asString())
                        .isEqualTo("daily_cap"));
    }

    private void awaitCompleted(String campaign) {
        await().atMost(CloudShop.PATIENCE)
                .untilAsserted(
                        () -> assertThat(shop.campaign(campaign).path("status").asString())
                                .isEqualTo("completed"));
    }

    private static List<String> phones(int block) {
        return IntStream.range(0, PEOPLE)
                .mapToObj(i -> "39333%07d".formatted(block * 1_000 + i))
                .toList();
    }
}
