package io.staffetta.server.web.v1;

import io.staffetta.server.access.Caller;
import io.staffetta.server.pool.Pool;
import io.staffetta.server.pool.Pools;
import io.staffetta.server.web.Idempotent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Pools: numbers that share direct messages to {@code pool:<name>}. */
@Tag(name = "Pools")
@RestController
@RequestMapping("/api/v1/pools")
class PoolRoutes {

    private final Pools pools;

    PoolRoutes(Pools pools) {
        this.pools = pools;
    }

    /** @param sessions their ids, oldest first */
    record PoolJson(String name, boolean simulated, List<String> sessions, Instant createdAt, Instant updatedAt) {

        static PoolJson of(Pool pool) {
            return new PoolJson(pool.name(), pool.simulated(), pool.sessions(), pool.createdAt(), pool.updatedAt());
        }
    }

    record Creation(@NotNull String name, @NotNull List<@NotNull String> sessions) {}

    /** What is left out stays. */
    record Change(@Nullable String name, @Nullable List<@NotNull String> sessions) {}

    @Operation(summary = "The user's pools")
    @GetMapping
    Page<PoolJson> list(Caller caller, Paging paging) {
        Page<Pool> page = paging.page(pools.list(caller.ownerId(), paging.after(), paging.rows()), Pool::pk);
        return new Page<>(page.items().stream().map(PoolJson::of).toList(), page.next());
    }

    @Operation(summary = "Makes a pool; messages to sessionId pool:<name> go out from one of its sessions")
    @PostMapping
    @Idempotent
    @ResponseStatus(HttpStatus.CREATED)
    PoolJson create(Caller caller, @Valid @RequestBody Creation wanted) {
        return PoolJson.of(pools.create(caller, wanted.name(), wanted.sessions()));
    }

    @Operation(summary = "One pool, with its sessions")
    @GetMapping("/{name}")
    PoolJson get(Caller caller, @PathVariable String name) {
        return PoolJson.of(pools.require(caller.ownerId(), name));
    }

    @Operation(summary = "Changes which sessions belong to a pool")
    @PatchMapping("/{name}")
    PoolJson change(Caller caller, @PathVariable String name, @Valid @RequestBody Change change) {
        return PoolJson.of(pools.change(caller, name, change.name(), change.sessions()));
    }

    @Operation(summary = "Deletes a pool; what waits stays with the sessions that it went to")
    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable String name) {
        pools.delete(caller, name);
    }
}
