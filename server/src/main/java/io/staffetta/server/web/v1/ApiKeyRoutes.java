package io.staffetta.server.web.v1;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.staffetta.server.access.ApiKey;
import io.staffetta.server.access.ApiKeys;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The caller's API keys. */
@Tag(name = "Access")
@Needs(Scope.ADMIN)
@RestController
class ApiKeyRoutes {

    private final ApiKeys keys;

    ApiKeyRoutes(ApiKeys keys) {
        this.keys = keys;
    }

    record Wish(
            @NotNull String name,
            @NotNull Set<Scope> scopes,
            @Nullable Instant expiresAt) {}

    /** The only answer that holds a key. */
    record Made(String key, @JsonUnwrapped ApiKey apiKey) {

        @Override
        public String toString() {
            return "Made[" + apiKey + "]";
        }
    }

    @Operation(summary = "The keys of the user, without the keys themselves")
    @GetMapping("/api/v1/api-keys")
    Page<ApiKey> list(Caller caller, Paging paging) {
        return paging.page(keys.list(caller, paging.after(), paging.rows()), ApiKey::id);
    }

    @Operation(
            summary = "Makes a key; this answer alone holds it",
            description =
                    "A key can do what its scopes allow, and no more than who made it. With expiresAt it ends by itself.")
    @PostMapping("/api/v1/api-keys")
    @ResponseStatus(HttpStatus.CREATED)
    Made create(Caller caller, @Valid @RequestBody Wish wish) {
        ApiKey.Fresh fresh = keys.create(caller, wish.name(), wish.scopes(), wish.expiresAt());
        return new Made(fresh.key(), fresh.apiKey());
    }

    @Operation(summary = "Revokes a key; it holds no longer at once")
    @DeleteMapping("/api/v1/api-keys/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Caller caller, @PathVariable long id) {
        keys.revoke(caller, id);
    }
}
