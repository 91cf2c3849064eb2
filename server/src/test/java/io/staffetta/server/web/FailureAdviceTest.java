package io.staffetta.server.web;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.staffetta.core.Problem;
import io.staffetta.server.contract.Contract;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

class FailureAdviceTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final MockMvc mvc = MockMvcBuilders.standaloneSetup(new Routes(), new ItalianRoutes())
            .setControllerAdvice(
                    new FailureAdvice(new FailureWriter(new Texts(), JSON, new LostPeople(new DashboardPages()))),
                    new BodyLimit(DataSize.ofBytes(200)))
            .setMessageConverters(new JacksonJsonHttpMessageConverter(WebSettings.strict(JSON)))
            .build();

    @Test
    @Contract("rules.error-body")
    void aProblemIsTheOneBodyOfBothWorlds() throws Exception {
        mvc.perform(get("/problem"))
                .andExpect(status().isConflict())
                .andExpect(content().contentType(MediaType.APPLICATION_JSON))
                .andExpect(header().string("Retry-After", "7"))
                .andExpect(jsonPath("$.success").value(false))
                .andExpect(jsonPath("$.message").value("Not just now"))
                .andExpect(jsonPath("$.details.retryAfter").value(7))
                .andExpect(jsonPath("$.type").value("urn:staffetta:problem:no_text_for_this"))
                .andExpect(jsonPath("$.title").value("Conflict"))
                .andExpect(jsonPath("$.status").value(409))
                .andExpect(jsonPath("$.detail").value("Not just now"))
                .andExpect(jsonPath("$.instance").value("/problem"))
                .andExpect(jsonPath("$.code").value("no_text_for_this"));
    }

    @Test
    @Contract("rules.problem-json")
    void problemJsonGoesToWhoAsksForIt() throws Exception {
        mvc.perform(get("/problem").header(HttpHeaders.ACCEPT, "application/problem+json, application/json"))
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
    }

    @Test
    void aProblemIsToldEvenToWhoAcceptsOnlyPictures() throws Exception {
        mvc.perform(get("/problem").header(HttpHeaders.ACCEPT, "image/png"))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.code").value("no_text_for_this"));
    }

    @ParameterizedTest
    @CsvSource({
        "it, Manca il corpo della richiesta",
        "'pt-BR,pt;q=0.9,en;q=0.8', Falta o corpo do pedido",
        "es-419, Falta el cuerpo de la solicitud",
        "id, Isi permintaan tidak ada",
        "'fr, de;q=0.5', The body is missing",
        "'fr, it;q=0.5', Manca il corpo della richiesta",
        "*, The body is missing",
        "';;;q=x', The body is missing"
    })
    void theMessageSpeaksTheCallersLanguage(String accepted, String message) throws Exception {
        mvc.perform(post("/body").contentType(MediaType.APPLICATION_JSON).header(HttpHeaders.ACCEPT_LANGUAGE, accepted))
                .andExpect(jsonPath("$.message").value(message));
    }

    @Test
    void aDoorSpeaksItsOwnLanguageAndRepeatsItsMessage() throws Exception {
        mvc.perform(get("/door"))
                .andExpect(jsonPath("$.message").value("A questo indirizzo non c'è nulla"))
                .andExpect(jsonPath("$.error").value("A questo indirizzo non c'è nulla"));
        mvc.perform(get("/door").header(HttpHeaders.ACCEPT_LANGUAGE, "en"))
                .andExpect(jsonPath("$.message").value("There is nothing at this address"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"a\",\"count\":1,\"extra\":{\"x\":1}} | unknown_field",
                "{\"name\":\"a\",\"inner\":{\"deep\":1,\"deeper\":2}} | unknown_field",
                "{\"name\":\"a\",\"count\":\"1\"}    | invalid_field",
                "{\"name\":\"a\",\"count\":1.5}      | invalid_field",
                "{\"name\":\"a\",\"count\":{}}       | invalid_field",
                "{\"name\":\" \"}                    | invalid_field",
                "{\"count\":1}                       | invalid_field",
                "{\"name\":\"a\",\"kind\":\"NONE\"}  | invalid_field",
                "{\"name\":\"refuse\"}               | made_of_nonsense",
                "[]                                  | invalid_field",
                "{\"name\":                          | invalid_json",
                "{\"name\":\"a\",\"name\":\"b\"}     | invalid_json",
                "{\"name\":\"a\"} true               | invalid_field",
                "nonsense                            | invalid_json"
            })
    void aBodyThatIsNotAsDocumentedIsRefused(String body, String code) throws Exception {
        send(body)
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.code").value(code));
    }

    @Test
    @Contract("rules.unknown-fields")
    void theUnknownFieldIsNamed() throws Exception {
        send("{\"name\":\"a\",\"inner\":{\"deeper\":1}}")
                .andExpect(jsonPath("$.details.field").value("inner.deeper"))
                .andExpect(jsonPath("$.message").value(containsString("inner.deeper")));
    }

    @Test
    void theInvalidFieldsAreNamed() throws Exception {
        send("{\"name\":\"\",\"count\":12}")
                .andExpect(jsonPath("$.details.fields.name").isNotEmpty())
                .andExpect(jsonPath("$.details.fields.count").value(containsString("10")));
    }

    @Test
    void jsonThatIsTooDeepIsRefused() throws Exception {
        send("[".repeat(99)).andExpect(status().isBadRequest());
    }

    @Test
    void aBodyOverTheLimitIsTooLarge() throws Exception {
        send("{\"name\":\"" + "a".repeat(300) + "\"}")
                .andExpect(status().is(413))
                .andExpect(jsonPath("$.code").value("body_too_large"))
                .andExpect(jsonPath("$.details.limitBytes").value(200));
    }

    @Test
    void whatTheRouteDoesNotKnowIsSaid() throws Exception {
        mvc.perform(post("/problem"))
                .andExpect(status().isMethodNotAllowed())
                .andExpect(header().string("Allow", "GET"))
                .andExpect(jsonPath("$.code").value("method_not_allowed"))
                .andExpect(jsonPath("$.details.allowed", contains("GET")));
        mvc.perform(post("/body").contentType(MediaType.TEXT_PLAIN).content("x"))
                .andExpect(status().isUnsupportedMediaType())
                .andExpect(jsonPath("$.code").value("unsupported_media_type"));
        mvc.perform(get("/number/x"))
                .andExpect(status().isNotFound())
                .andExpect(jsonPath("$.code").value("not_found"));
        mvc.perform(get("/query"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.details.parameter").value("n"));
        mvc.perform(get("/query?n=x"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.code").value("invalid_parameter"));
    }

    @Test
    void theUnforeseenGivesNothingAway() throws Exception {
        mvc.perform(get("/bug"))
                .andExpect(status().isInternalServerError())
                .andExpect(jsonPath("$.code").value("internal"))
                .andExpect(jsonPath("$.details.errorId").isNotEmpty())
                .andExpect(content().string(not(containsString("hunter2"))));
    }

    @Test
    void withoutADatabaseTheAnswerIsLater() throws Exception {
        mvc.perform(get("/database"))
                .andExpect(status().isServiceUnavailable())
                .andExpect(header().exists("Retry-After"))
                .andExpect(jsonPath("$.code").value("database_unavailable"))
                .andExpect(content().string(not(containsString("hunter2"))));
    }

    private ResultActions send(String body) throws Exception {
        return mvc.perform(post("/body").contentType(MediaType.APPLICATION_JSON).content(body));
    }

    record Body(@NotBlank String name, @Max(10) int count, Kind kind, Inner inner) {

        enum Kind {
            ONE
        }

        record Inner(int deep) {}

        Body {
            if ("refuse".equals(name)) {
                throw new Problem(Problem.Kind.INVALID, madeUp("made_of_nonsense"), "No");
            }
        }
    }

    static String madeUp(String code) {
        return code;
    }

    @RestController
    static class Routes {

        @GetMapping("/problem")
        void problem() {
            throw new Problem(
                    Problem.Kind.CONFLICT, madeUp("no_text_for_this"), "Not just now", Map.of("retryAfter", 7));
        }

        @PostMapping("/body")
        void body(@Valid @RequestBody Body body) {}

        @GetMapping("/number/{n}")
        void number(@PathVariable int n) {}

        @GetMapping("/query")
        void query(@RequestParam int n) {}

        @GetMapping("/bug")
        void bug() {
            throw new IllegalStateException("hunter2");
        }

        @GetMapping("/database")
        void database() {
            throw new DataAccessResourceFailureException("hunter2");
        }
    }

    @Door(language = "it", error = true)
    @RestController
    static class ItalianRoutes {

        @GetMapping("/door")
        void door() {
            throw new Problem(Problem.Kind.NOT_FOUND, "not_found", "x");
        }
    }
}
