package io.staffetta.server.web.doors.blast;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The list beyond its example: pages, filters, estimates, the table of states, and accounts that cannot be looked up. */
class BlastListTest {

    private static BlastWorld world;
    private static String running;

    @BeforeAll
    static void start() {
        world = new BlastWorld();
        world.numbers.ready("sender", "+628123456789");
        world.numbers.patch("/api/v1/sessions/sender", Map.of("hourlyLimit", 10, "dailyLimit", 1000));
        running = world.create("First", "sender");
        world.at(running, "running", 100, 60, 0);
        world.at(world.create("Second", "sender"), "paused", 100, 60, 0);
        world.at(world.create("Third", "sender"), "completed", 100, 98, 2);
        world.create("Fourth", "sender");
        world.create("Fifth", "sender");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 5, false, First Second Third Fourth Fifth",
        "'?status=', 5, false, First Second Third Fourth Fifth",
        "'?status=&limit=50&offset=0', 5, false, First Second Third Fourth Fifth",
        "'?status=RUNNING', 1, false, First",
        "'?status=paused', 1, false, Second",
        "'?status=IDLE', 2, false, Fourth Fifth",
        "'?status=SCHEDULED', 0, false, ''",
        "'?limit=2', 5, true, First Second",
        "'?limit=2&offset=2', 5, true, Third Fourth",
        "'?limit=2&offset=4', 5, false, Fifth",
        "'?limit=500&offset=5', 5, false, ''",
        "'?status=IDLE&limit=1', 2, true, Fourth"
    })
    @Contract("door5.paging")
    void pagesAndFiltersFindTheirBlasts(String query, int total, boolean more, String names) {
        JsonNode page = world.list(query);

        assertThat(page.path("sessions")
                        .valueStream()
                        .map(each -> each.path("campaignName").asString()))
                .isEqualTo(names.isEmpty() ? List.of() : List.of(names.split(" ")));
        assertThat(page.at("/pagination/total").asInt()).isEqualTo(total);
        assertThat(page.at("/pagination/hasMore").asBoolean()).isEqualTo(more);
        assertThat(page.path("pagination").propertyNames()).containsExactly("total", "limit", "offset", "hasMore");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=0",
                "?limit=501",
                "?limit=-1",
                "?limit=x",
                "?limit=99999999999",
                "?offset=-1",
                "?offset=x",
                "?status=GONE",
                "?status=draft"
            })
    @Contract("door5.paging")
    void whatCannotBeAPageIsRefused(String query) {
        Answer answer = world.get(query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_parameter");
        assertThat(answer.json().path("success").asBoolean(true)).isFalse();
    }

    @Test
    @Contract("door5.estimate")
    void onlyWhatRunsHasAnEstimateUnderTheLimitsOfItsNumber() {
        JsonNode sessions = world.list("").path("sessions");

        assertThat(Instant.parse(sessions.at("/0/estimatedCompletion").asString()))
                .isAfter(Instant.now().plus(Duration.ofMinutes(170)));
        for (int i = 1; i < 5; i++) {
            assertThat(sessions.at("/" + i + "/estimatedCompletion").isNull()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "initializing, connecting, good",
        "qr_generated, connecting, good",
        "authenticated, connecting, good",
        "ready, connected, excellent",
        "restricted, connected, poor",
        "disconnected, disconnected, poor",
        "logged_out, disconnected, poor",
        "stopped, disconnected, poor",
        "error, disconnected, poor"
    })
    @Contract("door5.account")
    @Contract("states.table")
    void everyStateHasItsWordAndItsQuality(String state, String status, String quality) {
        state(state);

        JsonNode account = world.first("").path("whatsappAccount");

        assertThat(account.path("status").asString()).isEqualTo(status);
        assertThat(account.path("connectionQuality").asString()).isEqualTo(quality);
        assertThat(account.path("phoneNumber").asString()).isEqualTo("+628123456789");
        state("ready");
    }

    @Test
    @Contract("door5.account-failure")
    void blastsAreAnsweredWhenAccountsCannotBeLookedUp() {
        world.jdbc()
                .sql("alter table session_account rename to session_account_away")
                .update();
        try {
            JsonNode sessions = world.list("").path("sessions");

            assertThat(sessions.size()).isEqualTo(5);
            assertThat(sessions.at("/0/campaignName").asString()).isEqualTo("First");
            assertThat(sessions.at("/0/whatsappSessionId").asString()).isEqualTo("sender");
            assertThat(sessions.at("/0/whatsappAccount/displayName").asString())
                    .isEqualTo("Account Information Unavailable");
        } finally {
            world.jdbc()
                    .sql("alter table session_account_away rename to session_account")
                    .update();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1275, 1500, 85.00",
        "320, 850, 37.65",
        "0, 2000, 0.00",
        "0, 0, 0.00",
        "2000, 2000, 100.00",
        "1, 3, 33.33",
        "2, 3, 66.67"
    })
    @Contract("door5.figures")
    void aPercentageHasTwoDecimals(int ended, int total, String printed) {
        assertThat(BlastSession.percentage(ended, total)).isEqualTo(printed);
    }

    @Test
    @Contract("door5.figures")
    void whatEndedAddsUpToTheIndex() {
        world.jdbc()
                .sql("update campaign set sent = 50, failed = 4, skipped = 3, unconfirmed = 2 where reference = ?")
                .param(running)
                .update();

        JsonNode blast = world.first("");

        assertThat(blast.path("currentIndex").asInt()).isEqualTo(59);
        assertThat(blast.path("unconfirmedCount").asInt()).isEqualTo(2);
        assertThat(blast.path("progressPercentage").asString()).isEqualTo("59.00");
    }

    private static void state(String state) {
        world.jdbc()
                .sql("update wa_session set state = ? where session_id = 'sender'")
                .param(state)
                .update();
    }
}
