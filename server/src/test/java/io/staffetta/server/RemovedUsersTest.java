package io.staffetta.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RemovedUsersTest {

    private static final String PHONE = "+39 333 111 2222";
    private static final String PASSWORD = "another quiet evening";

    private static RunningServer server;
    private static String admin;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        admin = server.setUp();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void peopleOfARemovedUserAreErasedAndOnlyHashesOfOptOutsStay() {
        long id = user("gone@example.org");
        String[] gone = logIn("gone@example.org");
        server.send("PATCH", "/api/v1/contacts/+393331112222", "{\"name\":\"Gio\"}", gone);
        server.post("/api/v1/opt-outs", Map.of("phone", PHONE), gone);
        insertMessages(id, 2_500);
        sql("insert into inbound_message (owner_id, session_pk, source_id, phone, text, at, received_at)" + " values ("
                + id + ", 1, 'x" + id + "', 393331112222, 'Basta', now(), now())");

        assertThat(remove(id).status()).isEqualTo(204);
        server.bean(RemovedUsers.class).erase();

        for (String table : List.of("contact", "inbound_message", "message", "erasure", "removed_user")) {
            assertThat(count("select count(*) from " + table + " where owner_id = " + id))
                    .as(table)
                    .isZero();
        }
        assertThat(count("select count(*) from opt_out where phone is null and phone_hash ="
                        + " suppression_hash(393331112222) and owner_id = " + id))
                .isOne();
        assertThat(server.get("/api/v1/audit?order=newest", "X-Api-Key", admin)
                        .json()
                        .at("/items/0/action")
                        .asString())
                .isEqualTo("user.erase");
    }

    @Test
    void peopleOfOthersStay() {
        long staying = user("stays@example.org");
        String[] stays = logIn("stays@example.org");
        server.post("/api/v1/opt-outs", Map.of("phone", PHONE), stays);
        insertMessages(staying, 3);
        long id = user("goes@example.org");

        remove(id);
        server.bean(RemovedUsers.class).erase();

        assertThat(count("select count(*) from opt_out where phone is not null and owner_id = " + staying))
                .isOne();
        assertThat(count("select count(*) from message where owner_id = " + staying))
                .isEqualTo(3);
    }

    @Test
    void whoOwnsASessionOrACampaignIsNotRemoved() {
        long id = user("owns@example.org");
        String[] owns = logIn("owns@example.org");
        server.post("/api/v1/sessions", Map.of("id", "s", "name", "s", "engine", "simulator"), owns);
        server.post("/api/v1/campaigns", Map.of("name", "c", "sessionId", "s"), owns);

        assertThat(remove(id).code()).isEqualTo("user_owns_things");
        server.send("DELETE", "/api/v1/sessions/s", null, owns);
        assertThat(remove(id).code()).isEqualTo("user_owns_things");

        server.send("DELETE", "/api/v1/campaigns/1", null, owns);
        assertThat(remove(id).status()).isEqualTo(204);
        server.bean(RemovedUsers.class).erase();
        assertThat(count("select count(*) from campaign where owner_id = " + id))
                .isZero();
        assertThat(count("select count(*) from lane where owner_id = " + id)).isZero();
    }

    private static void insertMessages(long owner, int count) {
        sql("insert into lane (owner_id, kind, simulated, status) values (" + owner + ", 'direct', true, 'closed')");
        sql("""
                insert into message (owner_id, lane_id, phone, kind, body, state, reason, due_at, created_at, updated_at)
                select %1$d, (select max(id) from lane where owner_id = %1$d), 393330000000 + n, 'transactional', 'Ciao',
                    'skipped', 'cancelled', now(), now(), now()
                from generate_series(1, %2$d) n
                """.formatted(owner, count));
    }

    private static long user(String email) {
        Answer made = server.post("/api/v1/users", Map.of("email", email, "password", PASSWORD), "X-Api-Key", admin);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().path("id").asLong();
    }

    private static String[] logIn(String email) {
        String token = server.post("/api/v1/login", Map.of("email", email, "password", PASSWORD))
                .json()
                .path("token")
                .asString();
        return new String[] {"Authorization", "Bearer " + token};
    }

    private static Answer remove(long id) {
        return server.send("DELETE", "/api/v1/users/" + id, null, "X-Api-Key", admin);
    }

    private static void sql(String statement) {
        server.database().jdbc().sql(statement).update();
    }

    private static long count(String query) {
        return server.database().jdbc().sql(query).query(Long.class).single();
    }
}
