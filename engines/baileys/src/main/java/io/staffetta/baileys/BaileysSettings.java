package io.staffetta.baileys;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the operator decides about the sidecar; no user of the product can.
 *
 * @param folder where the sidecar is installed; made if it is missing
 * @param node the command that starts Node, such as {@code node}
 * @param npm the command that starts npm, such as {@code npm}
 * @param environment more variables for the sidecar, such as those that name a stand-in for WhatsApp in tests
 */
public record BaileysSettings(Path folder, String node, String npm, Map<String, String> environment) {

    /** The variable that names a stand-in's address. For tests. */
    public static final String STAND_IN_URL = "STAFFETTA_WA_URL";

    /** The variable with the stand-in's trust root, 64 hexadecimal digits. For tests. */
    public static final String STAND_IN_TRUST_ROOT = "STAFFETTA_WA_TRUST_ROOT";

    /** Copies what could change. */
    public BaileysSettings {
        environment = Map.copyOf(environment);
    }

    /** Node and npm as they are found in the path, and WhatsApp itself. */
    public static BaileysSettings standard(Path folder) {
        return new BaileysSettings(folder, "node", "npm", Map.of());
    }
}
