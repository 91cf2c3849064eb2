package io.staffetta.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.ServerVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.web.SimulatedNumbers;
import io.staffetta.server.web.doors.DoorSessions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class StoredSessionLogTest {

    @Test
    @Contract("door4.restore")
    void theDocumentedLinesShowAsTheProductIsShipped(CapturedOutput console) {
        MongoServer mongo = new MongoServer(new MemoryBackend().version(ServerVersion.MONGO_5_0));
        mongo.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Map<String, String> settings = Map.of(
                "DATABASE_HOST", "127.0.0.1",
                "DATABASE_PORT", Integer.toString(mongo.getLocalAddress().getPort()),
                "DB_WS_NAME", "whatsapp_db");
        try (SimulatedNumbers numbers = new SimulatedNumbers(settings)) {
            numbers.server.send("POST", "/whatsapp-web/session/logged", null, numbers.bearer());
            new DoorSessions(numbers).link("logged", "+39 333 111 2222");
            numbers.server.bean(StoredSessionLog.class).started();
            numbers.any("POST", "/api/v1/simulator/sessions/logged/drop", Map.of());
            numbers.awaitState("logged", "disconnected");
            numbers.post("/api/v1/sessions/logged/restart", Map.of());
            numbers.awaitState("logged", "ready");
            numbers.any("POST", "/api/v1/simulator/sessions/logged/ban", Map.of());
            numbers.awaitState("logged", "error");

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(console.getOut())
                            .contains(
                                    "🚀 1 stored sessions come back by themselves",
                                    "📱 session logged is created",
                                    "📱 session logged shows a code to scan",
                                    "✅ session logged is authenticated",
                                    "✅ session logged is ready",
                                    "⚠️ session logged is disconnected",
                                    "🔄 session logged is being brought up",
                                    "❌ session logged failed",
                                    "💾 session data saved to MongoDB"));
        } finally {
            mongo.shutdownNow();
        }
    }
}
