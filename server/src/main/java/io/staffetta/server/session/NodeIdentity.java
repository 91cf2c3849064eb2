package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Which node this is: the data folder's own id, so that a restart comes back as the same node. */
final class NodeIdentity {

    private NodeIdentity() {}

    /** Reads the id, or makes one. */
    static UUID of(Path dataFolder) {
        Path file = dataFolder.resolve("node-id");
        try {
            if (Files.exists(file)) {
                return UUID.fromString(Files.readString(file).strip());
            }
            UUID fresh = UUID.randomUUID();
            Path unfinished = Files.writeString(dataFolder.resolve("node-id.new"), fresh + "\n");
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return fresh;
        } catch (IOException | IllegalArgumentException e) {
            Problem problem =
                    new Problem(Kind.UNAVAILABLE, "node_id_unusable", file + " cannot be used: " + e.getMessage());
            problem.initCause(e);
            throw problem;
        }
    }
}
