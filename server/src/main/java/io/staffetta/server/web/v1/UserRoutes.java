package io.staffetta.server.web.v1;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.access.UserProfile;
import io.staffetta.server.access.Users;
import io.staffetta.server.web.Idempotent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** All users, for the administrator. */
@Tag(name = "Access")
@Needs(Scope.ADMIN)
@RestController
class UserRoutes {

    private final Users users;

    UserRoutes(Users users) {
        this.users = users;
    }

    record Wish(@NotNull String email, @NotNull String password) {

        @Override
        public String toString() {
            return "Wish[" + email + "]";
        }
    }

    @Operation(summary = "All users")
    @GetMapping("/api/v1/users")
    Page<UserProfile> list(Caller caller, Paging paging) {
        return paging.page(users.list(caller, paging.after(), paging.rows()), UserProfile::id);
    }

    @Operation(summary = "Makes a user, with things of their own")
    @PostMapping("/api/v1/users")
    @Idempotent
    @ResponseStatus(HttpStatus.CREATED)
    UserProfile create(Caller caller, @Valid @RequestBody Wish wish) {
        return users.create(caller, wish.email(), wish.password());
    }

    @Operation(summary = "Removes a user who owns nothing any more")
    @DeleteMapping("/api/v1/users/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Caller caller, @PathVariable long id) {
        users.remove(caller, id);
    }
}
