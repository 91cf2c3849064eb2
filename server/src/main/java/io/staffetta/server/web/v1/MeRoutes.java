package io.staffetta.server.web.v1;

import io.staffetta.core.Problem;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Logins;
import io.staffetta.server.access.ProfileChange;
import io.staffetta.server.access.UserProfile;
import io.staffetta.server.access.Users;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The caller's own profile and password. */
@Tag(name = "Access")
@RestController
class MeRoutes {

    private final Users users;
    private final Logins logins;

    MeRoutes(Users users, Logins logins) {
        this.users = users;
        this.logins = logins;
    }

    /** What is absent stays. A new password needs the old one, and ends all log-ins. */
    record Wish(
            @Nullable String locale,
            @Nullable String timeZone,
            @Nullable String defaultCountry,
            @Nullable String oldPassword,
            @Nullable String password) {

        @Override
        public String toString() {
            return "Wish[" + locale + ", " + timeZone + ", " + defaultCountry + "]";
        }
    }

    @Operation(summary = "The user whom the credential belongs to")
    @GetMapping("/api/v1/me")
    UserProfile me(Caller caller) {
        return users.find(caller.ownerId()).orElseThrow();
    }

    @Operation(
            summary = "Changes the user's language, time zone, country or password",
            description = "What is left out stays. A new password takes the old one, and ends all log-ins.")
    @PatchMapping("/api/v1/me")
    UserProfile change(Caller caller, @RequestBody Wish wish, HttpServletRequest request) {
        ProfileChange change = new ProfileChange(wish.locale(), wish.timeZone(), wish.defaultCountry());
        if (wish.password() != null) {
            logins.changePassword(caller, old(wish), wish.password(), LoginRoutes.peer(request));
        }
        return users.change(caller, change);
    }

    private static String old(Wish wish) {
        if (wish.oldPassword() == null) {
            throw new Problem(
                    Problem.Kind.INVALID, "old_password_missing", "To change the password, send the old one too");
        }
        return wish.oldPassword();
    }
}
