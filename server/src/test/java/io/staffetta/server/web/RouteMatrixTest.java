package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every route of the running product, asked by nobody, by strangers, and by one user for what is another's. */
class RouteMatrixTest {

    private static final RouteTable TABLE = RouteTable.read();
    private static final String OPENS_THE_ERROR_PAGE = "/error";

    private static TwoUsers users;
    private static DatabaseDigest digest;
    private static Map<String, HandlerMethod> handlers;
    private static Map<String, String> kinds;

    @BeforeAll
    static void start() {
        users = new TwoUsers(RunningServer.start());
        digest = new DatabaseDigest(users.server.database().jdbc());
        handlers = new TreeMap<>();
        kinds = new TreeMap<>();
        users.server
                .beans(RequestMappingHandlerMapping.class)
                .values()
                .forEach(mapping -> mapping.getHandlerMethods().forEach(RouteMatrixTest::note));
        awaitStillness();
    }

    @AfterAll
    static void stop() {
        users.close();
    }

    @Test
    void everyRouteIsInTheTableAndEveryRowIsARoute() {
        Set<String> missing = new TreeSet<>(handlers.keySet());
        missing.removeAll(TABLE.rows().keySet());
        Set<String> gone = new TreeSet<>(TABLE.rows().keySet());
        gone.removeAll(handlers.keySet());

        assertThat(missing).as("routes that contract/routes.txt does not know").isEmpty();
        assertThat(gone).as("rows of contract/routes.txt without a route").isEmpty();
    }

    @Test
    void theTableSaysTruthfullyWhatIsOpen() {
        TABLE.rows()
                .forEach((route, row) ->
                        assertThat(row.open()).as(route).isEqualTo(RouteGuard.isOpen(handlers.get(route))));
    }

    @Test
    void everyRouteWithAnIdIsTriedWithAnothersId() {
        assertThat(TABLE.rows().values())
                .filteredOn(row -> row.pattern().contains("{") && !row.own() && !isPage(row))
                .allSatisfy(row -> assertThat(row.cases())
                        .as("%s %s", row.method(), row.pattern())
                        .anySatisfy(trial -> assertThat(trial.path()).containsPattern("\\{(?!my\\.)")));
    }

    /** The dashboard is the same page under all its addresses, and reads nothing. */
    private static boolean isPage(RouteTable.Row row) {
        return handlers.get(row.method() + " " + row.pattern()).getBeanType().equals(DashboardRoute.class);
    }

    static Stream<Arguments> closed() {
        return TABLE.rows().values().stream()
                .filter(row -> !row.open())
                .flatMap(row -> Stream.of(
                                new String[0],
                                new String[] {"X-Api-Key", "stf_wrong"},
                                new String[] {"Authorization", "Bearer wrong"},
                                new String[] {"Authorization", "Basic d3Jvbmc6d3Jvbmc="})
                        .map(credential -> Arguments.of(row, List.of(credential))));
    }

    @ParameterizedTest
    @MethodSource("closed")
    @Contract("rules.auth")
    void noneAnswersWithoutACredentialThatHolds(RouteTable.Row row, List<String> credential) {
        String path = row.cases().isEmpty()
                ? row.pattern().replaceAll("\\{[^}]+}", "1")
                : row.cases().getFirst().path();
        String body = row.cases().isEmpty() ? null : row.cases().getFirst().body();
        Map<String, String> before = digest.take();

        Answer answer = send(row, users.theirs(path), body == null ? null : users.theirs(body), credential);

        assertThat(answer.status()).as(answer.text()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("unauthenticated");
        assertThat(digest.take()).isEqualTo(before);
    }

    static Stream<Arguments> others() {
        return TABLE.rows().values().stream()
                .flatMap(row -> row.cases().stream().map(trial -> Arguments.of(row, trial)));
    }

    @ParameterizedTest
    @MethodSource("others")
    @Contract("rules.ownership")
    void whatIsAnothersIsAnsweredAsWhatDoesNotExist(RouteTable.Row row, RouteTable.Case trial) {
        Map<String, String> before = digest.take();

        Answer theirs = ask(row, users.theirs(trial.path()), trial.body() == null ? null : users.theirs(trial.body()));
        Answer nobodys =
                ask(row, users.nobodys(trial.path()), trial.body() == null ? null : users.nobodys(trial.body()));

        assertThat(theirs.status()).as(theirs.text()).isEqualTo(trial.status());
        assertThat(told(theirs, users.theirs(trial.path() + trial.body())))
                .isEqualTo(told(nobodys, users.nobodys(trial.path() + trial.body())));
        assertThat(digest.take()).isEqualTo(before);
    }

    private static Answer ask(RouteTable.Row row, String path, String body) {
        return send(row, path, body, List.of(users.myKey()));
    }

    private static Answer send(RouteTable.Row row, String path, String body, List<String> credential) {
        List<String> headers = new ArrayList<>(credential);
        headers.add("Content-Type");
        headers.add(kinds.getOrDefault(row.method() + " " + row.pattern(), "application/json"));
        return users.server.send(row.method(), path, body, headers.toArray(String[]::new));
    }

    /** What an answer says, but for the ids that were asked for. */
    private static String told(Answer answer, String asked) {
        String text = answer.text().replaceAll("\"instance\":\"[^\"]*\"", "");
        Set<String> words = new TreeSet<>(List.of(asked.split("[^-\\w]+", -1)));
        words.removeIf(word -> word.length() < 2);
        for (String word : words) {
            text = text.replace("\"" + word + "\"", "\"…\"");
        }
        return answer.status() + " " + text;
    }

    private static void note(RequestMappingInfo info, HandlerMethod handler) {
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        for (String pattern : info.getPatternValues()) {
            for (RequestMethod method : methods.isEmpty() ? Set.of(RequestMethod.GET) : methods) {
                if (!pattern.equals(OPENS_THE_ERROR_PAGE)) {
                    handlers.put(method + " " + pattern, handler);
                    info.getConsumesCondition().getConsumableMediaTypes().stream()
                            .findFirst()
                            .ifPresent(kind -> kinds.putIfAbsent(method + " " + pattern, kind.toString()));
                }
            }
        }
    }

    /** Until the accounts of both sessions were looked up and every receipt is in. */
    private static void awaitStillness() {
        AtomicReference<Map<String, String>> last = new AtomicReference<>(Map.of());
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(3))
                .until(() -> {
                    Map<String, String> now = digest.take();
                    return now.equals(last.getAndSet(now));
                });
    }
}
