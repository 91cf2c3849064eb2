package io.staffetta.server.webhook;

import io.staffetta.server.session.Sealing;
import io.staffetta.server.session.Sealing.Box;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The secrets that deliveries are signed with: sealed where they are stored, shown when they are made and never again.
 * While one is being replaced both sign, until the old one's time is up.
 */
@Component
class EndpointSecrets {

    private static final String SORT = "webhook-out";
    private static final int BYTES = 24;
    private static final int MOST_REMEMBERED = 10_000;

    private final JdbcClient jdbc;
    private final Sealing sealing;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<Long, Opened> opened = new ConcurrentHashMap<>();

    EndpointSecrets(JdbcClient jdbc, Sealing sealing, Clock clock) {
        this.jdbc = jdbc;
        this.sealing = sealing;
        this.clock = clock;
    }

    private record Secret(SigningSecret secret, @Nullable Instant expiresAt) {}

    private record Opened(int version, List<Secret> secrets) {}

    /** Makes an endpoint's first secret, in the transaction that makes the endpoint. */
    SigningSecret first(long ownerId, long endpointId, Instant now) {
        SigningSecret secret = next();
        Box box = sealing.seal(ownerId, endpointId, SORT, secret.bytes());
        jdbc.sql("insert into webhook_secret (endpoint_id, nonce, ciphertext, created_at) values (?, ?, ?, ?)")
                .params(endpointId, box.nonce(), box.ciphertext(), EndpointRows.utc(now))
                .update();
        return secret;
    }

    /** Makes another; the one before signs beside it for this long, older ones no more. */
    SigningSecret rotate(Endpoint endpoint, Duration overlap, Instant now) {
        jdbc.sql("update webhook_endpoint set secrets_version = secrets_version + 1 where id = ?")
                .param(endpoint.id())
                .update();
        jdbc.sql("delete from webhook_secret where endpoint_id = ? and (expires_at is not null or ?)")
                .params(endpoint.id(), overlap.isZero())
                .update();
        jdbc.sql("update webhook_secret set expires_at = ? where endpoint_id = ?")
                .params(EndpointRows.utc(now.plus(overlap)), endpoint.id())
                .update();
        return first(endpoint.ownerId(), endpoint.id(), now);
    }

    /** Those that an endpoint has now, the newest first. */
    List<SecretLife> lives(Endpoint endpoint) {
        return jdbc.sql("select created_at, expires_at from webhook_secret"
                        + " where endpoint_id = ? and (expires_at is null or expires_at > ?) order by id desc")
                .params(endpoint.id(), EndpointRows.utc(clock.instant()))
                .query((row, n) -> new SecretLife(
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        EndpointRows.instant(row, "expires_at")))
                .list();
    }

    /** Those that sign now, the newest first; none if they do not open in this installation. */
    List<SigningSecret> signing(long ownerId, long endpointId, int version) {
        if (opened.size() > MOST_REMEMBERED) {
            opened.clear();
        }
        Opened known = opened.compute(
                endpointId,
                (id, before) -> before != null && before.version() == version
                        ? before
                        : new Opened(version, open(ownerId, endpointId)));
        Instant now = clock.instant();
        return known.secrets().stream()
                .filter(secret ->
                        secret.expiresAt() == null || secret.expiresAt().isAfter(now))
                .map(Secret::secret)
                .toList();
    }

    private List<Secret> open(long ownerId, long endpointId) {
        return jdbc
                .sql("select nonce, ciphertext, expires_at from webhook_secret where endpoint_id = ? order by id desc")
                .param(endpointId)
                .query((row, n) -> {
                    Instant expires = EndpointRows.instant(row, "expires_at");
                    return sealing.open(ownerId, endpointId, SORT, new Box(row.getBytes(1), row.getBytes(2)))
                            .map(bytes -> new Secret(new SigningSecret(bytes), expires));
                })
                .list()
                .stream()
                .flatMap(java.util.Optional::stream)
                .toList();
    }

    private SigningSecret next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new SigningSecret(bytes);
    }
}
