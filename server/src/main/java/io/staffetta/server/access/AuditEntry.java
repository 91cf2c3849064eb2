package io.staffetta.server.access;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * One deed.
 *
 * @param actor {@code user:<email>} or {@code key:<prefix>}
 * @param action such as {@code campaign.change_session}
 * @param subject such as {@code campaign:64f5a1b2c3d4e5f6a7b8c9d0}
 * @param detail facts as an object
 */
public record AuditEntry(long id, Instant at, String actor, String action, String subject, JsonNode detail) {}
