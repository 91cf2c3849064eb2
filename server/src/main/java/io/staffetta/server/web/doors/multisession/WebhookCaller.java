package io.staffetta.server.web.doors.multisession;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Gatekeeper;
import io.staffetta.server.access.RequestRates;
import io.staffetta.server.access.Scope;
import io.staffetta.server.access.UserProfile;
import io.staffetta.server.access.Users;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * For whom a call of the webhook acts: the user behind a credential, in a header or as a token in the URL; behind a
 * signature alone, without any key, the user made at set-up. A URL gets around, so its token may be nothing more than a key to send.
 */
@Component
class WebhookCaller {

    private static final String BEARER = "bearer ";
    private static final Set<Scope> SENDING = Set.of(Scope.SEND);

    private final Gatekeeper gatekeeper;
    private final ChatwootSignature signature;
    private final Users users;
    private final RequestRates rates;

    WebhookCaller(Gatekeeper gatekeeper, ChatwootSignature signature, Users users, RequestRates rates) {
        this.gatekeeper = gatekeeper;
        this.signature = signature;
        this.users = users;
        this.rates = rates;
    }

    /**
     * A call, as far as it tells who makes it.
     *
     * @param bearer the header {@code Authorization}; only a bearer counts
     * @param apiKey the header {@code X-Api-Key}
     * @param token from its URL
     * @param opened for whom the door is open without a credential, or null
     */
    record Call(
            @Nullable String bearer,
            @Nullable String apiKey,
            @Nullable String token,
            @Nullable Caller opened,
            ChatwootSignature.Signed signed) {

        @Override
        public String toString() {
            return "Call[]";
        }
    }

    /**
     * Who is meant.
     *
     * @throws Problem {@code webhook_unauthenticated}, {@code webhook_signature_invalid}, {@code url_key_too_powerful},
     *     {@code scope_missing}, {@code too_many_requests}
     */
    Caller of(Call call) {
        Caller caller = byHeader(call).orElse(null);
        boolean signs = call.signed().signature() != null || caller == null;
        boolean signed = signature.wanted() && signs;
        if (signed) {
            signature.check(call.signed());
        }
        if (caller == null && call.token() != null) {
            caller = byToken(call.token());
        }
        if (caller == null && signed) {
            caller = users.administrator().map(WebhookCaller::sender).orElse(null);
        }
        if (caller == null) {
            caller = call.opened();
        }
        if (caller == null) {
            throw nobody();
        }
        rates.count(caller.ownerId());
        return maySend(caller);
    }

    private Optional<Caller> byHeader(Call call) {
        String authorization = call.bearer();
        boolean bearer = authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return admit(bearer ? authorization : null, call.apiKey());
    }

    /** A key that does not hold is nobody's, whoever signed. */
    private Optional<Caller> admit(@Nullable String bearer, @Nullable String apiKey) {
        try {
            return gatekeeper.admit(bearer, apiKey);
        } catch (Problem doesNotHold) {
            throw doesNotHold.kind() == Kind.UNAUTHENTICATED ? nobody() : doesNotHold;
        }
    }

    private Caller byToken(String token) {
        Caller caller = admit(null, token).orElseThrow(WebhookCaller::nobody);
        if (!SENDING.containsAll(caller.scopes())) {
            throw new Problem(
                    Kind.FORBIDDEN,
                    "url_key_too_powerful",
                    "A key in a URL may have no scope but send; make one for it.");
        }
        return caller;
    }

    private static Caller maySend(Caller caller) {
        if (!caller.scopes().contains(Scope.SEND)) {
            throw new Problem(
                    Kind.FORBIDDEN,
                    "scope_missing",
                    "The credential lacks the scope send",
                    Map.of("scope", Scope.SEND.code()));
        }
        return caller;
    }

    private static Caller sender(UserProfile user) {
        return new Caller(user.id(), "webhook:chatwoot", SENDING);
    }

    private static Problem nobody() {
        return new Problem(
                Kind.UNAUTHENTICATED,
                "webhook_unauthenticated",
                "The webhook needs a key in a header, a token in its URL, or a signature.");
    }
}
