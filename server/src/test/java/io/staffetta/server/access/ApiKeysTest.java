package io.staffetta.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApiKeysTest {

    private static final RunningServer SERVER = RunningServer.start();
    private static String admin = "";

    @BeforeAll
    static void setUp() {
        admin = SERVER.setUp();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void aKeyIsShownOnceAndStoredAsAHash() {
        Answer made = create("shop", List.of("read", "send"));
        String key = made.json().get("key").asString();
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().get("scopes").values().stream().map(each -> each.asString()))
                .containsExactly("read", "send");
        assertThat(SERVER.get("/api/v1/api-keys?limit=1000", "X-Api-Key", admin).text())
                .contains("\"shop\"")
                .doesNotContain(key);
        assertThat(SERVER.database()
                        .jdbc()
                        .sql("select count(*) from api_key k where k::text like ?")
                        .param("%" + key.substring(13) + "%")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aKeyWorksInBothHeaders() {
        assertThat(SERVER.get("/api/v1/me", "X-Api-Key", admin).status()).isEqualTo(200);
        assertThat(SERVER.get("/api/v1/me", "Authorization", "Bearer " + admin).status())
                .isEqualTo(200);
        assertThat(SERVER.get("/api/v1/me", "Authorization", "Basic eDp5", "X-Api-Key", admin)
                        .status())
                .isEqualTo(200);
        assertThat(SERVER.get("/api/v1/me", "Authorization", "Basic eDp5").status())
                .isEqualTo(401);
        assertThat(SERVER.get("/api/v1/me", "X-Api-Key", admin + "x").status()).isEqualTo(401);
    }

    @Test
    void aKeyDoesNoMoreThanItsScopes() {
        String reader = create("reader", List.of("read")).json().get("key").asString();
        assertThat(SERVER.get("/api/v1/me", "X-Api-Key", reader).status()).isEqualTo(200);
        Answer refused = SERVER.send("PATCH", "/api/v1/me", "{}", "X-Api-Key", reader);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("scope_missing");
        assertThat(refused.json().at("/details/scope").asString()).isEqualTo("manage");
        assertThat(SERVER.get("/api/v1/api-keys", "X-Api-Key", reader).status()).isEqualTo(403);
        assertThat(SERVER.get("/metrics", "X-Api-Key", reader).status()).isEqualTo(403);
    }

    @Test
    void aKeyMakesNoKeyThatCanDoMore() {
        String keeper =
                create("keeper", List.of("admin", "read")).json().get("key").asString();
        Answer more =
                SERVER.post("/api/v1/api-keys", Map.of("name", "more", "scopes", List.of("send")), "X-Api-Key", keeper);
        assertThat(more.status()).isEqualTo(403);
        assertThat(more.code()).isEqualTo("scope_not_yours");
    }

    @Test
    void aRevokedKeyIsRefusedAtOnce() {
        Answer made = create("old", List.of("read"));
        String key = made.json().get("key").asString();
        String path = "/api/v1/api-keys/" + made.json().get("id").asLong();
        assertThat(SERVER.get("/api/v1/me", "X-Api-Key", key).status()).isEqualTo(200);
        assertThat(SERVER.send("DELETE", path, null, "X-Api-Key", admin).status())
                .isEqualTo(204);
        assertThat(SERVER.get("/api/v1/me", "X-Api-Key", key).status()).isEqualTo(401);
        assertThat(SERVER.send("DELETE", path, null, "X-Api-Key", admin).code()).isEqualTo("api_key_not_found");
    }

    @Test
    void aKeyExpires() {
        Instant soon = SERVER.clock().instant().plusSeconds(60);
        Answer made = SERVER.post(
                "/api/v1/api-keys",
                Map.of("name", "short", "scopes", List.of("read"), "expiresAt", soon.toString()),
                "X-Api-Key",
                admin);
        String key = made.json().get("key").asString();
        assertThat(SERVER.get("/api/v1/me", "X-Api-Key", key).status()).isEqualTo(200);
        SERVER.clock().advance(Duration.ofSeconds(61));
        assertThat(SERVER.get("/api/v1/me", "X-Api-Key", key).status()).isEqualTo(401);
    }

    @Test
    void useIsNotedAtMostOnceAMinute() {
        Answer made = create("busy", List.of("read"));
        String key = made.json().get("key").asString();
        long id = made.json().get("id").asLong();
        SERVER.get("/api/v1/me", "X-Api-Key", key);
        String first = lastUsed(id);
        SERVER.clock().advance(Duration.ofSeconds(30));
        SERVER.get("/api/v1/me", "X-Api-Key", key);
        assertThat(lastUsed(id)).isEqualTo(first);
        SERVER.clock().advance(Duration.ofSeconds(31));
        SERVER.get("/api/v1/me", "X-Api-Key", key);
        assertThat(lastUsed(id)).isNotEqualTo(first);
    }

    @Test
    void whatMakesNoKeyIsRefused() {
        assertThat(create(" ", List.of("read")).code()).isEqualTo("invalid_key_name");
        assertThat(create("none", List.of()).code()).isEqualTo("scopes_missing");
        assertThat(create("odd", List.of("everything")).code()).isEqualTo("invalid_field");
        assertThat(SERVER.post("/api/v1/api-keys", Map.of("name", "x"), "X-Api-Key", admin)
                        .code())
                .isEqualTo("invalid_field");
        assertThat(SERVER.post(
                                "/api/v1/api-keys",
                                Map.of("name", "x", "scopes", List.of("read"), "expiresAt", "2020-01-01T00:00:00Z"),
                                "X-Api-Key",
                                admin)
                        .code())
                .isEqualTo("invalid_expiry");
    }

    @Test
    void listsComeInPages() {
        create("one", List.of("read"));
        create("two", List.of("read"));
        Answer first = SERVER.get("/api/v1/api-keys?limit=2", "X-Api-Key", admin);
        assertThat(first.json().get("items").size()).isEqualTo(2);
        String next = first.json().get("next").asString();
        Answer second = SERVER.get("/api/v1/api-keys?limit=1000&cursor=" + next, "X-Api-Key", admin);
        assertThat(second.json().get("next").isNull()).isTrue();
        assertThat(second.json().at("/items/0/id").asLong())
                .isGreaterThan(first.json().at("/items/1/id").asLong());
        assertThat(SERVER.get("/api/v1/api-keys?cursor=x", "X-Api-Key", admin).code())
                .isEqualTo("invalid_cursor");
        assertThat(SERVER.get("/api/v1/api-keys?limit=1001", "X-Api-Key", admin).code())
                .isEqualTo("invalid_limit");
    }

    private static Answer create(String name, List<String> scopes) {
        return SERVER.post("/api/v1/api-keys", Map.of("name", name, "scopes", scopes), "X-Api-Key", admin);
    }

    private static String lastUsed(long id) {
        return SERVER.database()
                .jdbc()
                .sql("select last_used_at::text from api_key where id = ?")
                .param(id)
                .query(String.class)
                .single();
    }
}
