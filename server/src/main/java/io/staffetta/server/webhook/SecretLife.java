package io.staffetta.server.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a secret was made.
 *
 * @param expiresAt until when it signs; null for as long as nobody replaces it
 */
public record SecretLife(Instant createdAt, @Nullable Instant expiresAt) {}
