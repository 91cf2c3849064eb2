package io.staffetta.server.web.v1;

import io.staffetta.server.access.Public;
import io.staffetta.server.access.SetUp;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The first user, once. */
@Tag(name = "Access")
@Public
@RestController
class SetUpRoute {

    private final SetUp setUp;

    SetUpRoute(SetUp setUp) {
        this.setUp = setUp;
    }

    record Wish(
            @NotNull String token,
            @NotNull String email,
            @NotNull String password) {

        @Override
        public String toString() {
            return "Wish[" + email + "]";
        }
    }

    @Operation(
            summary = "Makes the first user, once",
            description =
                    "The token is the one of the link that the product prints at its first start. The answer holds a key for everything.")
    @PostMapping("/api/v1/setup")
    @ResponseStatus(HttpStatus.CREATED)
    SetUp.Done setUp(@Valid @RequestBody Wish wish) {
        return setUp.carryOut(wish.token(), wish.email(), wish.password());
    }
}
