package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever asks for a dry run in any usual spelling gets one, at our own route as at the documented one. */
class DryRunTest {

    private static SimulatedNumbers numbers;

    @BeforeAll
    static void start() {
        numbers = new SimulatedNumbers();
        numbers.ready("a", "+39 333 710 0001");
        numbers.ready("b", "+39 333 710 0002");
    }

    @AfterAll
    static void stop() {
        numbers.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?dryRun=true",
                "?dryRun=TRUE",
                "?dryRun=True",
                "?dryRun=1",
                "?dryRun=yes",
                "?dryRun",
                "?dryRun=",
                "?dryRun=%20true%20"
            })
    @Contract("door1.dry-run")
    void aDryRunInAnySpellingChangesNothing(String query) {
        String id = numbers.draft("a", 2, 0);

        Answer own = own(id, query);
        Answer door = door(id, query);

        assertThat(own.status()).as(own.text()).isEqualTo(200);
        assertThat(own.json().path("wouldMove").asInt()).isEqualTo(2);
        assertThat(door.status()).as(door.text()).isEqualTo(200);
        assertThat(door.json().path("data").path("wouldMove").asInt()).isEqualTo(2);
        assertThat(session(id)).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?dryRun=false", "?dryRun=FALSE", "?dryRun=0", "?dryRun=no"})
    void whatIsNotADryRunChangesTheNumber(String query) {
        String owns = numbers.draft("a", 1, 0);
        String doors = numbers.draft("a", 1, 0);

        assertThat(own(owns, query).json().path("newSessionId").asString()).isEqualTo("b");
        assertThat(door(doors, query)
                        .json()
                        .path("changes")
                        .path("newSessionId")
                        .asString())
                .isEqualTo("b");
        assertThat(session(owns)).isEqualTo("b");
        assertThat(session(doors)).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?dryRun=maybe", "?dryRun=2", "?dryRun=tru", "?dryRun=false&dryRun=true", "?dryRun=null"})
    void whatIsNeitherIsRefused(String query) {
        String id = numbers.draft("a", 1, 0);

        for (Answer answer : new Answer[] {own(id, query), door(id, query)}) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("invalid_parameter");
            assertThat(answer.json().path("details").path("parameter").asString())
                    .isEqualTo("dryRun");
        }
        assertThat(session(id)).isEqualTo("a");
    }

    private static String session(String id) {
        return numbers.campaign(id).path("sessionId").asString();
    }

    private static Answer own(String id, String query) {
        return numbers.server.send(
                "PUT", "/api/v1/campaigns/" + id + "/session" + query, "{\"sessionId\":\"b\"}", numbers.bearer());
    }

    private static Answer door(String id, String query) {
        return numbers.server.send(
                "PUT",
                "/api/whatsapp-campaigns/" + id + "/change-session" + query,
                "{\"newWhatsappSessionId\":\"b\"}",
                numbers.bearer());
    }
}
