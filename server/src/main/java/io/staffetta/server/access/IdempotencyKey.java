package io.staffetta.server.access;

/**
 * A request that its caller may repeat without doing it twice. Controllers that store the key with their own work take
 * it as a nullable parameter: null where the request has no {@code Idempotency-Key}.
 *
 * @param route method and path
 * @param key what the caller chose
 * @param bodyHash SHA-256 over query and body, as hex
 */
public record IdempotencyKey(long ownerId, String route, String key, String bodyHash) {}
