package io.staffetta.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.KeyStore;
import io.staffetta.core.session.SessionState;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Scope;
import io.staffetta.server.pigeon.PigeonEngine;
import io.staffetta.server.storage.TestDatabase;
import io.staffetta.simulator.world.SimulatorClock;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoredKeysTest {

    private static final String NAME = "session/393331112222.0";

    private final TestDatabase database = TestDatabase.create();
    private final PigeonEngine engine = new PigeonEngine();
    private final Caller anna =
            new Caller(TestNode.user(database, "anna@example.org"), "user:anna", Set.of(Scope.values()));
    private TestNode node;
    private KeyStore keys;

    @BeforeEach
    void start() {
        node = new TestNode(
                database,
                engine,
                new SimulatorClock(Clock.systemUTC(), 1),
                Clock.systemUTC(),
                UUID.randomUUID(),
                System::nanoTime);
        node.node.start();
        await().atMost(Duration.ofSeconds(20)).until(() -> node.lease.held() != null);
        keys = keysOf("shop");
    }

    @AfterEach
    void stop() {
        node.close();
        database.close();
    }

    private KeyStore keysOf(String session) {
        int before = engine.links.size();
        node.sessions.create(
                anna, new NewSession(session, null, "pigeon", Map.of("phone", "393331112222", "token", "t"), "v1"));
        await().atMost(Duration.ofSeconds(20)).until(() -> engine.links.size() > before);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> node.sessions
                                .require(anna.ownerId(), session)
                                .condition()
                                .state()
                        == SessionState.READY);
        return engine.links.getLast().keys();
    }

    private static Credentials secret(String text) {
        return new Credentials(text.getBytes(StandardCharsets.UTF_8));
    }

    private long rows() {
        return database.jdbc()
                .sql("select count(*) from session_key")
                .query(Long.class)
                .single();
    }

    @Test
    void whatIsKeptIsFoundByItsName() {
        keys.keep(Map.of(NAME, Optional.of(secret("one")), "pre-key/1", Optional.of(secret("two"))));

        assertThat(keys.load(Set.of(NAME, "pre-key/1", "pre-key/2")))
                .isEqualTo(Map.of(NAME, secret("one"), "pre-key/1", secret("two")));
        assertThat(keys.load(Set.of())).isEmpty();
    }

    @Test
    void aChangeReplacesAndRemoves() {
        keys.keep(Map.of("a/1", Optional.of(secret("one")), "a/2", Optional.of(secret("two"))));

        keys.keep(Map.of("a/1", Optional.of(secret("new")), "a/2", Optional.empty(), "a/3", Optional.empty()));

        assertThat(keys.load(Set.of("a/1", "a/2", "a/3"))).isEqualTo(Map.of("a/1", secret("new")));
    }

    @Test
    void nothingInTheDatabaseCanBeReadNeitherValuesNorNames() {
        keys.keep(Map.of(NAME, Optional.of(secret("hush-ratchet"))));

        List<byte[]> stored = database.jdbc()
                .sql("select label || nonce || ciphertext from session_key")
                .query(byte[].class)
                .list();
        assertThat(stored)
                .singleElement()
                .satisfies(bytes -> assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                        .doesNotContain("hush-ratchet")
                        .doesNotContain("393331112222"));
    }

    @Test
    void aBoxOpensForItsSessionAndItsNameOnly() {
        keys.keep(Map.of("a/1", Optional.of(secret("one")), "a/2", Optional.of(secret("two"))));
        database.jdbc()
                .sql("update session_key k set nonce = o.nonce, ciphertext = o.ciphertext from session_key o"
                        + " where o.label <> k.label")
                .update();

        assertThatThrownBy(() -> keys.load(Set.of("a/1"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void sessionsHaveKeysOfTheirOwn() {
        KeyStore other = keysOf("other");
        keys.keep(Map.of("a/1", Optional.of(secret("mine"))));
        other.keep(Map.of("a/1", Optional.of(secret("theirs"))));

        other.clear();

        assertThat(keys.load(Set.of("a/1"))).isEqualTo(Map.of("a/1", secret("mine")));
        assertThat(other.load(Set.of("a/1"))).isEmpty();
    }

    @Test
    void aFormerOwnerChangesNothing() {
        keys.keep(Map.of("a/1", Optional.of(secret("one"))));
        database.jdbc().sql("update session_owner set epoch = epoch + 1").update();

        assertThatThrownBy(() -> keys.keep(Map.of("a/1", Optional.of(secret("late")))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(keys::clear).isInstanceOf(IllegalStateException.class);
        assertThat(keys.load(Set.of("a/1"))).isEqualTo(Map.of("a/1", secret("one")));
    }

    @Test
    void keysGoWithTheLinkAndWithTheSession() {
        keys.keep(Map.of("a/1", Optional.of(secret("one"))));
        engine.connections.values().forEach(connection -> connection.say(new EngineEvent.LoggedOut("test")));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(rows()).isZero());

        KeyStore other = keysOf("other");
        other.keep(Map.of("a/1", Optional.of(secret("one"))));
        node.sessions.delete(anna, "other");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(rows()).isZero());
        assertThatThrownBy(() -> other.keep(Map.of("a/1", Optional.of(secret("late")))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void eightHundredKeysAreOneChange() {
        Map<String, Optional<Credentials>> many = new HashMap<>();
        for (int i = 1; i <= 812; i++) {
            many.put("pre-key/" + i, Optional.of(secret("key " + i)));
        }

        keys.keep(many);

        assertThat(rows()).isEqualTo(812);
        assertThat(keys.load(many.keySet())).hasSize(812).containsEntry("pre-key/812", secret("key 812"));
    }
}
