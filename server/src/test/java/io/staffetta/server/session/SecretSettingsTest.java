package io.staffetta.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.Problem;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.core.session.SessionState;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Scope;
import io.staffetta.server.pigeon.PigeonEngine;
import io.staffetta.server.storage.TestDatabase;
import io.staffetta.simulator.world.SimulatorClock;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretSettingsTest {

    private static final Map<String, String> GIVEN = Map.of("phone", "393331112222", "token", "hush-token-1");

    private final TestDatabase database = TestDatabase.create();
    private final PigeonEngine engine = new PigeonEngine();
    private final BusinessTime time = new SimulatorClock(Clock.systemUTC(), 1);
    private final UUID id = UUID.randomUUID();
    private final Caller anna =
            new Caller(TestNode.user(database, "anna@example.org"), "user:anna", Set.of(Scope.values()));
    private TestNode node;

    @BeforeEach
    void start() {
        node = started();
    }

    @AfterEach
    void stop() {
        node.close();
        database.close();
    }

    @Test
    void secretSettingsAreSealedAndReachTheEngine() {
        create(GIVEN);
        Session session = awaitReady();
        assertThat(session.engine().settings()).containsOnlyKeys("phone");
        assertThat(session.engine().secrets()).containsExactly("token");
        assertThat(engine.links.getLast().settings()).isEqualTo(GIVEN);
        assertThat(everythingStored()).doesNotContain("hush-token-1");
    }

    @Test
    void aBoxOfSettingsOpensForItsSessionOnly() throws Exception {
        create(GIVEN);
        Session mine = awaitReady();
        node.sessions.create(
                anna, new NewSession("other", null, "pigeon", Map.of("phone", "393331113333", "token", "b"), "v1"));
        database.jdbc().sql("""
                update session_secret o set nonce = m.nonce, ciphertext = m.ciphertext from session_secret m
                where m.session_pk = ? and o.session_pk <> m.session_pk
                """).param(mine.pk()).update();
        node.control.restart(anna, "other");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(node.sessions
                                .require(anna.ownerId(), "other")
                                .condition()
                                .detail())
                        .isEqualTo("settings_unreadable"));
    }

    @Test
    void aChangeTouchesOnlyTheSettingsItNames() {
        create(GIVEN);
        awaitReady();
        change(Map.of("seal", "hush-seal", "loft", "roof"));
        assertThat(session().engine().secrets()).containsExactlyInAnyOrder("token", "seal");
        change(Map.of("token", "hush-token-2", "loft", ""));
        node.control.restart(anna, "shop");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(engine.links.getLast().settings())
                        .isEqualTo(Map.of("phone", "393331112222", "token", "hush-token-2", "seal", "hush-seal")));
        change(Map.of("seal", ""));
        assertThat(session().engine().secrets()).containsExactly("token");
    }

    @Test
    void settingsThatCannotBeAreRefusedAndNothingIsKept() {
        refused("unknown_setting", () -> create(Map.of("phone", "393331112222", "token", "a", "wings", "two")));
        refused("missing_setting", () -> create(Map.of("phone", "393331112222")));
        refused("missing_setting", () -> create(Map.of("phone", "393331112222", "token", "")));
        refused("invalid_setting", () -> create(Map.of("phone", "many", "token", "a")));
        assertThat(node.sessions.find(anna.ownerId(), "shop")).isEmpty();

        create(GIVEN);
        refused("unknown_setting", () -> change(Map.of("wings", "two")));
        refused("missing_setting", () -> change(Map.of("token", "")));
        refused("invalid_setting", () -> change(Map.of("phone", "none")));
        assertThat(session().engine().settings()).isEqualTo(Map.of("phone", "393331112222"));
    }

    @Test
    void settingsKeptPlainlyBeforeAreSealedAtTheStart() {
        create(GIVEN);
        awaitReady();
        node.die();
        database.jdbc()
                .sql("update wa_session set settings = '{\"phone\":\"393331112222\",\"token\":\"hush-plain\"}'")
                .update();
        database.jdbc().sql("delete from session_secret").update();
        node = started();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(engine.links.getLast().settings())
                        .isEqualTo(Map.of("phone", "393331112222", "token", "hush-plain")));
        assertThat(everythingStored()).doesNotContain("hush-plain");
        assertThat(session().engine().secrets()).containsExactly("token");
    }

    private void refused(String code, ThrowingCallable deed) {
        assertThatThrownBy(deed)
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(code));
    }

    private void create(Map<String, String> settings) {
        node.sessions.create(anna, new NewSession("shop", null, "pigeon", settings, "v1"));
    }

    private void change(Map<String, String> settings) {
        node.sessions.change(anna, "shop", new SessionChange(null, null, null, null, null, null, null, settings));
    }

    private Session session() {
        return node.sessions.require(anna.ownerId(), "shop");
    }

    private Session awaitReady() {
        await().atMost(Duration.ofSeconds(20)).until(() -> session().condition().state() == SessionState.READY);
        return session();
    }

    private String everythingStored() {
        return database.jdbc()
                        .sql("select coalesce(string_agg(s::text, ','), '') from wa_session s")
                        .query(String.class)
                        .single()
                + new String(
                        database.jdbc()
                                .sql("select ciphertext from session_secret")
                                .query(byte[].class)
                                .single(),
                        StandardCharsets.ISO_8859_1);
    }

    private TestNode started() {
        TestNode made = new TestNode(database, engine, time, Clock.systemUTC(), id, System::nanoTime);
        made.node.start();
        await().atMost(Duration.ofSeconds(20)).until(() -> made.lease.held() != null);
        return made;
    }
}
