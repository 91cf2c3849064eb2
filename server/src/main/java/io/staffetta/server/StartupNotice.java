package io.staffetta.server;

import io.staffetta.server.storage.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Prints the one link a person needs, once everything answers. */
@Component
class StartupNotice {

    private final DataFolder folder;

    StartupNotice(DataFolder folder) {
        this.folder = folder;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) throws IOException {
        String port = event.getApplicationContext().getEnvironment().getProperty("local.server.port");
        if (port != null) {
            System.out.println("Staffetta is ready: http://localhost:" + port + "/" + setUp());
        }
    }

    /** While nobody has set the product up, the link carries the token that allows it. */
    private String setUp() throws IOException {
        Path token = folder.path().resolve("setup-token");
        return Files.exists(token) ? "#setup=" + Files.readString(token).strip() : "";
    }
}
