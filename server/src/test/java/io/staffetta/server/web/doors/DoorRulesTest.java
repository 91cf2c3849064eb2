package io.staffetta.server.web.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.web.SimulatedNumbers;
import io.staffetta.server.web.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What holds in every door: the error's one body, its languages, numbers in any form, unknown fields. */
class DoorRulesTest {

    private static final List<String> PROBLEM =
            List.of("success", "message", "details", "error", "code", "type", "title", "status", "detail", "instance");

    private static SimulatedNumbers numbers;

    /**
     * A route of a door.
     *
     * @param path of something that does not exist
     * @param error whether its document prints {@code error}
     */
    record Route(int door, String language, String method, String path, boolean error) {}

    private static final List<Route> ROUTES = List.of(
            new Route(1, "it", "GET", "/api/whatsapp-campaigns/64f5a1b2c3d4e5f6a7b8c9d0", false),
            new Route(2, "it", "GET", "/api/admin/whatsapp/nobody/status/", false),
            new Route(3, "en", "GET", "/sessions/nobody", true),
            new Route(4, "en", "DELETE", "/whatsapp-web/session/nobody", false),
            new Route(5, "en", "POST", "/api/blast-control/sessions/blast_20200101_001/start", false));

    @BeforeAll
    static void start() {
        numbers = new SimulatedNumbers();
        numbers.ready("sender", "+39 333 200 0001");
    }

    @AfterAll
    static void stop() {
        numbers.close();
    }

    static Stream<Route> routes() {
        return ROUTES.stream();
    }

    static Stream<Arguments> routesAndLanguages() {
        return ROUTES.stream()
                .flatMap(route -> Stream.concat(Stream.of(""), Texts.LANGUAGES.stream())
                        .map(language -> Arguments.of(route, language)));
    }

    @ParameterizedTest
    @MethodSource("routes")
    @Contract("rules.error-body")
    @Contract("rules.nulls")
    void aProblemHasTheOneBody(Route route) {
        Answer answer = ask(route);
        JsonNode body = answer.json();

        List<String> keys = new ArrayList<>(PROBLEM);
        keys.remove("details");
        if (!route.error()) {
            keys.remove("error");
        }
        assertThat(answer.status()).isEqualTo(404);
        assertThat(List.copyOf(body.propertyNames())).isEqualTo(keys);
        assertThat(body.path("success").asBoolean(true)).isFalse();
        assertThat(body.path("status").asInt()).isEqualTo(404);
        assertThat(body.path("title").asString()).isEqualTo("Not Found");
        assertThat(body.path("type").asString()).isEqualTo("urn:staffetta:problem:" + answer.code());
        assertThat(body.path("detail")).isEqualTo(body.path("message"));
        assertThat(body.path("instance").asString()).isEqualTo(route.path());
        assertThat(route.error() ? body.path("error") : body.path("message")).isEqualTo(body.path("message"));
    }

    @ParameterizedTest
    @MethodSource("routes")
    @Contract("rules.problem-json")
    void theTypeOfTheBodyIsTheOneThatIsAskedFor(Route route) {
        assertThat(ask(route).header("Content-Type")).isEqualTo("application/json");
        assertThat(ask(route, "Accept", "*/*").header("Content-Type")).isEqualTo("application/json");
        assertThat(ask(route, "Accept", "application/problem+json").header("Content-Type"))
                .isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @MethodSource("routesAndLanguages")
    @Contract("rules.language")
    void theMessageFollowsTheCallerThenTheDocument(Route route, String language) {
        Answer answer = language.isEmpty() ? ask(route) : ask(route, "Accept-Language", language + "-XX, de;q=0.5");
        String spoken = language.isEmpty() ? route.language() : language;

        assertThat(answer.code()).isEqualTo(ask(route).code());
        assertThat(answer.json().path("message").asString())
                .isEqualTo(numbers.server
                        .bean(Texts.class)
                        .find(spoken, answer.code(), Map.of())
                        .orElseThrow());
    }

    @Test
    @Contract("rules.unknown-fields")
    void unknownFieldsAreIgnoredInTheDoorsAndRefusedInOurOwnRoutes() {
        String door = "{\"campaignName\": \"a\", \"whatsappSessionId\": \"sender\", \"chromePath\": \"x\"}";
        String own = "{\"name\": \"a\", \"sessionId\": \"sender\", \"chromePath\": \"x\"}";

        assertThat(numbers.server
                        .send("POST", "/api/blast-control/sessions", door, numbers.bearer())
                        .status())
                .isEqualTo(201);
        assertThat(numbers.server
                        .send("POST", "/api/v1/campaigns", own, numbers.bearer())
                        .code())
                .isEqualTo("unknown_field");
    }

    @ParameterizedTest
    @CsvSource({
        "+39 123 456 7890, 391234567890",
        "39333111222, 39333111222",
        "39333111222@c.us, 39333111222",
        "244929782402, 244929782402",
        "1234567890@c.us, 391234567890",
        "+244 929-782-402@s.whatsapp.net, 244929782402"
    })
    @Contract("rules.phones")
    @Contract("rules.simulated-phones")
    void aNumberIsReadFromAnyFormAndKeptAsDigits(String written, long kept) {
        Answer sent = numbers.server.send(
                "POST",
                "/sessions/sender/send",
                "{\"phoneNumber\": \"" + written + "\", \"message\": \"a\"}",
                numbers.bearer());

        assertThat(sent.status()).as(sent.text()).isEqualTo(200);
        assertThat(numbers.server
                        .database()
                        .jdbc()
                        .sql("select phone from message where id = ?")
                        .param(sent.json().path("messageId").asLong())
                        .query(Long.class)
                        .single())
                .isEqualTo(kept);
    }

    @Test
    @Contract("rules.phones")
    void whatIsOnlyPossibleIsRefusedWhereRealPeopleAreReached() {
        assertThatThrownBy(() -> PhoneNumber.parse("+39 123 456 7890", "IT", false))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("invalid_number"));
    }

    @Test
    @Contract("rules.phones")
    void eachDoorPrintsNumbersAsItsDocumentDoes() {
        assertThat(numbers.get("/api/whatsapp-sessions/sender")
                        .at("/data/phoneNumber")
                        .asString())
                .isEqualTo("+39 333 200 0001");
        numbers.post("/api/v1/campaigns", Map.of("name", "a", "sessionId", "sender", "template", "a"));
        assertThat(numbers.get("/api/blast-control/sessions")
                        .at("/data/sessions/0/whatsappAccount/phoneNumber")
                        .asString())
                .isEqualTo("+393332000001");
    }

    private static Answer ask(Route route, String... headers) {
        return numbers.server.send(route.method(), route.path(), null, numbers.bearer(headers));
    }
}
