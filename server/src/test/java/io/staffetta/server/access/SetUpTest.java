package io.staffetta.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SetUpTest {

    private final RunningServer server = RunningServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theTokenOpensTheSetUpOnce() {
        String token = server.setupToken();
        Answer done = setUp(token, "Ada@Example.org ", "a quiet evening");

        assertThat(done.status()).isEqualTo(201);
        assertThat(done.json().get("apiKey").asString()).matches("stf_[0-9a-f]{8}_[\\w-]{43}");
        assertThat(done.json().at("/user/email").asString()).isEqualTo("ada@example.org");
        assertThat(done.json().at("/user/administrator").asBoolean()).isTrue();
        assertThat(done.text()).doesNotContain("a quiet evening");
        assertThat(tokenFile()).doesNotExist();

        Answer again = setUp(token, "eve@example.org", "a quiet evening");
        assertThat(again.status()).isEqualTo(410);
        assertThat(again.code()).isEqualTo("setup_done");
        assertThat(count("app_user")).isEqualTo(1);
    }

    @Test
    void theTokenLiesInAFileForItsOwnerOnly() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokenFile())))
                .isEqualTo("rw-------");
        assertThat(server.setupToken()).hasSize(43);
    }

    @Test
    void anotherTokenOpensNothing() {
        assertThat(setUp("x".repeat(43), "ada@example.org", "a quiet evening").code())
                .isEqualTo("setup_token_invalid");
        assertThat(setUp("", "ada@example.org", "a quiet evening").status()).isEqualTo(401);
        assertThat(count("app_user")).isZero();
    }

    @Test
    void anExpiredTokenIsReplacedInTheFile() {
        String expired = server.setupToken();
        server.clock().advance(Duration.ofMinutes(15));
        Answer refused = setUp(expired, "ada@example.org", "a quiet evening");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.code()).isEqualTo("setup_token_expired");
        assertThat(server.setupToken()).isNotEqualTo(expired);
        assertThat(setUp(server.setupToken(), "ada@example.org", "a quiet evening")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void weakPasswordsAreRefusedAndTheTokenStaysGood() {
        String token = server.setupToken();
        assertThat(setUp(token, "ada@example.org", "short").code()).isEqualTo("password_too_short");
        assertThat(setUp(token, "ada@example.org", "x".repeat(129)).code()).isEqualTo("password_too_long");
        assertThat(setUp(token, "ada@example.org", "ADA@example.org").code()).isEqualTo("password_is_email");
        assertThat(setUp(token, "ada@example.org", "Password1234").code()).isEqualTo("password_too_common");
        assertThat(setUp(token, "ada", "a quiet evening").code()).isEqualTo("invalid_email");
        assertThat(setUp(token, "ada@example.org", "ß".repeat(128)).status()).isEqualTo(201);
    }

    @Test
    void ofManySetUpsAtOnceExactlyOneWins() throws Exception {
        String token = server.setupToken();
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return setUp(token, "user" + i + "@example.org", "a quiet evening");
                    }))
                    .toList();
            start.countDown();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Answer> answer : answers) {
                statuses.add(answer.get().status());
            }
            statuses.sort(Integer::compare);
            assertThat(statuses.getFirst()).isEqualTo(201);
            assertThat(statuses.subList(1, 8)).allMatch(status -> status == 410 || status == 401);
        }
        assertThat(count("app_user")).isEqualTo(1);
        assertThat(count("api_key")).isEqualTo(1);
    }

    private Answer setUp(String token, String email, String password) {
        return server.post("/api/v1/setup", Map.of("token", token, "email", email, "password", password));
    }

    private Path tokenFile() {
        return server.data().resolve("setup-token");
    }

    private int count(String table) {
        return server.database()
                .jdbc()
                .sql("select count(*) from " + table)
                .query(Integer.class)
                .single();
    }
}
