package io.staffetta.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.ServerVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.staffetta.core.session.SessionState;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Scope;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.storage.TestDatabase;
import io.staffetta.simulator.SimulatorEngine;
import io.staffetta.simulator.world.SimulatedWhatsApp;
import io.staffetta.simulator.world.SimulatorClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real driver against a server that speaks its protocol. */
@Contract("door4.mongo")
class MongoStoreTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String DATABASE = "whatsapp_db";

    @TempDir
    private Path folder;

    private final TestDatabase database = TestDatabase.create();
    private final Clock clock = Clock.systemUTC();
    private final SimulatorClock time = new SimulatorClock(clock, 100);
    private final int port = freePort();
    private @Nullable MongoServer mongo;
    private SimulatedWhatsApp world;
    private MongoStore store;
    private TestNode node;
    private Caller anna;

    @BeforeEach
    void start() {
        world = new SimulatedWhatsApp(folder, time, clock, 1);
        anna = new Caller(TestNode.user(database, "anna@example.org"), "user:anna", Set.of(Scope.values()));
    }

    @AfterEach
    void stop() {
        node.close();
        store.close();
        stopMongo();
        world.close();
        database.close();
    }

    @Test
    void aSessionIsStoredWithTheDocumentedFields() {
        startMongo();
        node = started();
        ready("shop");

        await().atMost(SOON).until(() -> "ready".equals(status("shop")));
        Document document = find(MongoCollections.SESSIONS, "shop");
        assertThat(document.keySet())
                .containsExactlyInAnyOrder("_id", "sessionId", "status", "lastSeen", "updatedAt", "ownerId");
        assertThat(document.get("lastSeen")).isInstanceOf(Date.class);
        assertThat(document.get("updatedAt")).isInstanceOf(Date.class);
        assertThat(document.get("ownerId")).isEqualTo(anna.ownerId());
        assertThat(standing()).isEqualTo("ok");
    }

    @Test
    void credentialsAreStoredSealedAndGoWithTheSession() {
        startMongo();
        node = started();
        ready("shop");
        await().atMost(SOON).until(() -> find(MongoCollections.CREDENTIALS, "shop") != null);

        byte[] box = find(MongoCollections.CREDENTIALS, "shop")
                .get("box", Binary.class)
                .getData();
        assertThat(new String(box, StandardCharsets.ISO_8859_1)).doesNotContain("sim-");
        node.sessions.delete(anna, "shop");
        await().atMost(SOON)
                .until(() -> find(MongoCollections.SESSIONS, "shop") == null
                        && find(MongoCollections.CREDENTIALS, "shop") == null);
    }

    @Test
    void aLinkThatWasGivenUpIsNotKept() {
        startMongo();
        node = started();
        ready("shop");
        await().atMost(SOON).until(() -> find(MongoCollections.CREDENTIALS, "shop") != null);

        node.control.logOut(anna, "shop");

        await().atMost(SOON).until(() -> find(MongoCollections.CREDENTIALS, "shop") == null);
        assertThat(status("shop")).isEqualTo("disconnected");
    }

    @Test
    void credentialsMissingHereComeFromThere() {
        startMongo();
        node = started();
        ready("shop");
        await().atMost(SOON).until(() -> find(MongoCollections.CREDENTIALS, "shop") != null);
        UUID id = node.id;
        node.die();
        store.close();
        database.jdbc().sql("delete from session_credential").update();

        node = started(id);

        awaitState("shop", SessionState.READY);
        assertThat(database.jdbc()
                        .sql("select count(*) from session_credential")
                        .query(Integer.class)
                        .single())
                .isOne();
    }

    @Test
    void aStoreThatIsDownAtTheStartHindersNobodyAndHeals() {
        node = started();
        ready("shop");
        await().atMost(SOON).until(() -> standing().equals("unavailable"));
        await().atMost(SOON).until(() -> store.standing().waiting() > 0);

        startMongo();

        await().atMost(SOON).until(() -> standing().equals("ok"));
        await().atMost(SOON).until(() -> "ready".equals(status("shop")));
        assertThat(find(MongoCollections.CREDENTIALS, "shop")).isNotNull();
    }

    @Test
    void aStoreThatGoesAwayLosesNothing() {
        startMongo();
        node = started();
        ready("first");
        await().atMost(SOON).until(() -> "ready".equals(status("first")));

        stopMongo();
        ready("second");
        node.control.logOut(anna, "first");
        await().atMost(SOON).until(() -> standing().equals("unavailable"));
        assertThat(awaitState("second", SessionState.READY).wanted()).isTrue();

        // Empty: it has even forgotten what it had.
        startMongo();

        await().atMost(SOON).until(() -> "ready".equals(status("second")));
        assertThat(find(MongoCollections.CREDENTIALS, "second")).isNotNull();
        assertThat(find(MongoCollections.CREDENTIALS, "first")).isNull();
        assertThat(status("first")).isEqualTo("disconnected");
        assertThat(standing()).isEqualTo("ok");
    }

    @Test
    void aStoreThatNeverAnswersIsGivenUp() throws IOException {
        try (ServerSocket mute = new ServerSocket()) {
            mute.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            node = started();
            ready("shop");

            await().atMost(SOON).until(() -> standing().equals("unavailable"));
        }
    }

    @Test
    void othersInTheSameDatabaseAreLeftAlone() {
        startMongo();
        try (MongoClient client = client()) {
            client.getDatabase(DATABASE)
                    .getCollection(MongoCollections.SESSIONS)
                    .insertOne(new Document("_id", "elsewhere/1").append("sessionId", "theirs"));
        }
        node = started();
        ready("shop");

        await().atMost(SOON).until(() -> "ready".equals(status("shop")));
        assertThat(find(MongoCollections.SESSIONS, "theirs")).isNotNull();
    }

    private void startMongo() {
        mongo = new MongoServer(new MemoryBackend().version(ServerVersion.MONGO_5_0));
        mongo.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private void stopMongo() {
        if (mongo != null) {
            mongo.shutdownNow();
            mongo = null;
        }
    }

    private TestNode started() {
        return started(UUID.randomUUID());
    }

    private TestNode started(UUID id) {
        store = new MongoStore(new MongoAddress("127.0.0.1", port, DATABASE, "", ""), "test", clock);
        TestNode fresh = new TestNode(database, new SimulatorEngine(world), time, clock, id, System::nanoTime, store);
        fresh.node.custody().beat();
        fresh.node.start();
        return fresh;
    }

    private void ready(String id) {
        node.sessions.create(anna, new NewSession(id, null, "simulator", Map.of(), "door4"));
        world.scan(awaitState(id, SessionState.QR_GENERATED).engineKey());
        awaitState(id, SessionState.READY);
    }

    private Session awaitState(String id, SessionState state) {
        await().atMost(SOON)
                .until(() ->
                        node.sessions.require(anna.ownerId(), id).condition().state() == state);
        return node.sessions.require(anna.ownerId(), id);
    }

    private String standing() {
        return node.control.storeStanding().status();
    }

    private @Nullable String status(String id) {
        Document document = find(MongoCollections.SESSIONS, id);
        return document == null ? null : document.getString("status");
    }

    private @Nullable Document find(String collection, String id) {
        try (MongoClient client = client()) {
            MongoCollection<Document> documents = client.getDatabase(DATABASE).getCollection(collection);
            return documents.find(new Document("sessionId", id)).first();
        }
    }

    private MongoClient client() {
        return MongoClients.create("mongodb://127.0.0.1:" + port + "/?serverSelectionTimeoutMS=5000");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
