package io.staffetta.server.access;

import io.staffetta.core.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells who stands behind a credential. Cheap enough for every request: answers are remembered for a few seconds. */
@Component
public class Gatekeeper {

    private static final String BEARER = "bearer ";

    private final AccessTokens tokens;
    private final KeyRing keys;

    Gatekeeper(AccessTokens tokens, KeyRing keys) {
        this.tokens = tokens;
        this.keys = keys;
    }

    /**
     * The caller behind the credentials of a request.
     *
     * @param authorization the header of that name: {@code Bearer} with a token or an API key
     * @param apiKey the header {@code X-Api-Key}; counts where there is no bearer
     * @return empty without any credential
     * @throws Problem {@code unauthenticated} for a credential that does not hold
     */
    public Optional<Caller> admit(@Nullable String authorization, @Nullable String apiKey) {
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(bearer(authorization.substring(BEARER.length()).strip()));
        }
        if (apiKey != null) {
            return Optional.of(keys.caller(apiKey.strip()).orElseThrow(Gatekeeper::refused));
        }
        if (authorization != null) {
            throw refused();
        }
        return Optional.empty();
    }

    private Caller bearer(String credential) {
        Optional<Caller> caller = ApiKey.looksLikeOne(credential) ? keys.caller(credential) : tokens.caller(credential);
        return caller.orElseThrow(Gatekeeper::refused);
    }

    private static Problem refused() {
        return new Problem(Problem.Kind.UNAUTHENTICATED, "unauthenticated", "The credential does not hold");
    }
}
