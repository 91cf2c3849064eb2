package io.staffetta.server.access;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.stereotype.Component;

/**
 * Short-lived tokens for people (JWT, HS256). Each belongs to a log-in; once that is revoked, the token is worth nothing
 * here at once and on other nodes within ten seconds.
 */
@Component
class AccessTokens {

    static final Duration LIFETIME = Duration.ofMinutes(15);

    private static final Duration REMEMBERS = Duration.ofSeconds(10);
    private static final String LOGIN = "sid";

    private final SigningKey key;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final ShortMemory<Login, Caller> callers;
    private volatile @Nullable NimbusJwtDecoder decoder;

    AccessTokens(SigningKey key, JdbcClient jdbc, Clock clock) {
        this.key = key;
        this.jdbc = jdbc;
        this.clock = clock;
        this.callers = new ShortMemory<>(REMEMBERS, clock);
    }

    /** A token and when it stops working. */
    record Issued(String token, Instant expiresAt) {

        /** Without the token. */
        @Override
        public String toString() {
            return "Issued[until " + expiresAt + "]";
        }
    }

    /** The log-in that a token belongs to: a user and a family of refresh tokens. */
    record Login(long ownerId, UUID family) {}

    Issued issue(Login login) {
        Instant now = clock.instant();
        Instant expiresAt = now.plus(LIFETIME);
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .subject(Long.toString(login.ownerId()))
                .claim(LOGIN, login.family().toString())
                .issuedAt(now)
                .expiresAt(expiresAt)
                .build();
        JwsHeader header = JwsHeader.with(MacAlgorithm.HS256).type("JWT").build();
        String token = new NimbusJwtEncoder(new ImmutableSecret<>(key.get()))
                .encode(JwtEncoderParameters.from(header, claims))
                .getTokenValue();
        return new Issued(token, expiresAt);
    }

    /** Whose token it is; empty for one that is forged, expired or revoked. */
    Optional<Caller> caller(String token) {
        return login(token).flatMap(login -> callers.get(login, this::find));
    }

    /** The log-in behind a token that holds. */
    Optional<Login> login(String token) {
        try {
            Jwt jwt = decoder().decode(token);
            return Optional.of(
                    new Login(Long.parseLong(jwt.getSubject()), UUID.fromString(jwt.getClaimAsString(LOGIN))));
        } catch (JwtException | IllegalArgumentException doesNotHold) {
            return Optional.empty();
        }
    }

    /** Forgets who is logged in: something was revoked. */
    void forget() {
        callers.forget();
    }

    private Optional<Caller> find(Login login) {
        return jdbc.sql("""
                select email
                from app_user u
                where u.id = :owner
                  and not exists (select from refresh_token t where t.family = :family and t.revoked_at is not null)
                """)
                .param("owner", login.ownerId())
                .param("family", login.family())
                .query(String.class)
                .optional()
                .map(email -> new Caller(login.ownerId(), "user:" + email, EnumSet.allOf(Scope.class)));
    }

    private NimbusJwtDecoder decoder() {
        NimbusJwtDecoder known = decoder;
        if (known != null) {
            return known;
        }
        NimbusJwtDecoder made = NimbusJwtDecoder.withSecretKey(key.get())
                .macAlgorithm(MacAlgorithm.HS256)
                .build();
        JwtTimestampValidator expiry = new JwtTimestampValidator(Duration.ZERO);
        expiry.setClock(clock);
        made.setJwtValidator(expiry);
        decoder = made;
        return made;
    }
}
