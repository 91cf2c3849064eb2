package io.staffetta.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class UsersTest {

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
    void theAdministratorAddsAndRemovesUsers() {
        Answer bob = add("bob@example.org");
        assertThat(bob.status()).isEqualTo(201);
        assertThat(add("BOB@example.org").code()).isEqualTo("email_taken");
        String token = logIn("bob@example.org");
        assertThat(SERVER.get("/api/v1/me", "Authorization", "Bearer " + token).status())
                .isEqualTo(200);

        String path = "/api/v1/users/" + bob.json().get("id").asLong();
        assertThat(SERVER.send("DELETE", path, null, "X-Api-Key", admin).status())
                .isEqualTo(204);
        assertThat(SERVER.get("/api/v1/me", "Authorization", "Bearer " + token).status())
                .isEqualTo(401);
        assertThat(SERVER.send("DELETE", path, null, "X-Api-Key", admin).code()).isEqualTo("user_not_found");
    }

    @Test
    void otherUsersLookAfterThemselvesOnly() {
        add("carol@example.org");
        String[] carol = {"Authorization", "Bearer " + logIn("carol@example.org")};
        assertThat(SERVER.get("/api/v1/users", carol).code()).isEqualTo("administrator_only");
        assertThat(SERVER.send("DELETE", "/api/v1/users/1", null, carol).code()).isEqualTo("administrator_only");
        assertThat(SERVER.post("/api/v1/users", Map.of("email", "x@y", "password", "long enough it is"), carol)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void usersDoNotSeeEachOthersThings() {
        add("dave@example.org");
        String[] dave = {"Authorization", "Bearer " + logIn("dave@example.org")};
        JsonNode adminsKeys =
                SERVER.get("/api/v1/api-keys", "X-Api-Key", admin).json().get("items");
        long adminsKey = adminsKeys.get(0).get("id").asLong();
        assertThat(SERVER.get("/api/v1/api-keys", dave).json().get("items").size())
                .isZero();
        assertThat(SERVER.send("DELETE", "/api/v1/api-keys/" + adminsKey, null, dave)
                        .code())
                .isEqualTo("api_key_not_found");
        assertThat(SERVER.get("/api/v1/audit", dave).text()).doesNotContain("setup");
        assertThat(SERVER.get("/api/v1/me", "X-Api-Key", admin).status()).isEqualTo(200);
    }

    @Test
    void theAdministratorStays() {
        long id = SERVER.get("/api/v1/me", "X-Api-Key", admin).json().get("id").asLong();
        assertThat(SERVER.send("DELETE", "/api/v1/users/" + id, null, "X-Api-Key", admin)
                        .code())
                .isEqualTo("administrator_stays");
    }

    @Test
    void whoDidWhatIsOnRecord() {
        add("erin@example.org");
        Answer oldest = SERVER.get("/api/v1/audit?limit=1", "X-Api-Key", admin);
        assertThat(oldest.json().at("/items/0/action").asString()).isEqualTo("setup");
        assertThat(oldest.json().at("/items/0/actor").asString()).isEqualTo("user:" + RunningServer.EMAIL);
        Answer newest = SERVER.get("/api/v1/audit?order=newest", "X-Api-Key", admin);
        List<String> actions = newest.json().get("items").values().stream()
                .map(each -> each.get("action").asString())
                .toList();
        assertThat(actions).contains("user.create", "setup");
        assertThat(actions.getLast()).isEqualTo("setup");
        assertThat(SERVER.get("/api/v1/audit?order=sideways", "X-Api-Key", admin)
                        .code())
                .isEqualTo("invalid_parameter");
    }

    @Test
    void othersFindTheProfileOfAnOwner() {
        Users users = SERVER.bean(Users.class);
        UserProfile administrator = users.administrator().orElseThrow();
        assertThat(users.find(administrator.id())).hasValue(administrator);
        assertThat(administrator.defaultCountry()).isEqualTo("IT");
        assertThat(users.find(-1)).isEmpty();
    }

    private static Answer add(String email) {
        return SERVER.post(
                "/api/v1/users", Map.of("email", email, "password", "long enough it is"), "X-Api-Key", admin);
    }

    private static String logIn(String email) {
        return SERVER.post("/api/v1/login", Map.of("email", email, "password", "long enough it is"))
                .json()
                .get("token")
                .asString();
    }
}
