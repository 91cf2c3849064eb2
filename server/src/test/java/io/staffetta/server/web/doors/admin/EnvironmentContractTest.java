package io.staffetta.server.web.doors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer;
import io.staffetta.server.contract.Contract;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The names that the second document sets things by, on the running product. */
class EnvironmentContractTest {

    @Test
    @Contract("door2.environment")
    @Contract("door2.settings")
    void documentedNamesSetWhatSessionsBeginWith() {
        Map<String, String> environment = Map.of(
                "WAHA_WORKER_INTERVAL", "7",
                "WAHA_API_KEY_GROOM", "your-secret-key-groom",
                "whatsapp_groom_number", "39333111222",
                "whatsapp_rate_limit", "5",
                "whatsapp_typing_simulation", "false");
        try (RunningServer server = RunningServer.start(environment)) {
            String[] key = {"X-Api-Key", server.setUp()};
            server.post("/api/v1/sessions", Map.of("id", "groom", "engine", "simulator"), key);
            JsonNode session = server.get("/api/v1/sessions/groom", key).json();
            assertThat(session.path("ownNumber").asString()).isEqualTo("+39333111222");
            assertThat(session.path("hourlyLimit").asInt()).isEqualTo(5);
            assertThat(session.path("dailyLimit").asInt()).isEqualTo(50);
            assertThat(session.path("typingSimulation").asBoolean()).isFalse();
            assertThat(session.toString()).doesNotContain("your-secret-key-groom");
        }
    }
}
