package io.staffetta.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer;
import io.staffetta.server.storage.DataFolder;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

class SetUpAtStartTest {

    @Test
    void theTokenIsThereBeforeAnythingAnswers() {
        try (RunningServer server = RunningServer.start(Map.of(), JustBeforeTheServer.class)) {
            assertThat(server.bean(JustBeforeTheServer.class).sawToken).isTrue();
        }
    }

    /** Looks for the token right before the web server takes connections. */
    static final class JustBeforeTheServer implements SmartLifecycle {

        private final DataFolder folder;
        private volatile boolean sawToken;
        private volatile boolean running;

        JustBeforeTheServer(DataFolder folder) {
            this.folder = folder;
        }

        @Override
        public void start() {
            sawToken = Files.exists(folder.path().resolve("setup-token"));
            running = true;
        }

        @Override
        public void stop() {
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
        }
    }
}
