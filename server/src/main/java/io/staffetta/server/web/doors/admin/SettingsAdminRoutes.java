package io.staffetta.server.web.doors.admin;

import io.staffetta.core.Problem;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.SessionChange;
import io.staffetta.server.session.Sessions;
import io.staffetta.server.web.Door;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A session's settings under the document's names. */
@Tag(name = "Door 2: sessions")
@RestController
@Door(language = "it")
class SettingsAdminRoutes {

    private static final String RATE_LIMIT = "whatsapp_rate_limit";
    private static final String DAILY_LIMIT = "whatsapp_daily_limit";
    private static final String TYPING = "whatsapp_typing_simulation";

    private final Sessions sessions;

    SettingsAdminRoutes(Sessions sessions) {
        this.sessions = sessions;
    }

    @Operation(summary = "A session's limits, its typing and its number")
    @GetMapping({Paths.ADMIN + "/settings", Paths.ADMIN + "/settings/"})
    Map<String, Object> settings(Caller caller, @PathVariable String session) {
        return shown(sessions.require(caller.ownerId(), session));
    }

    @Operation(summary = "Changes a session's settings; what is left out stays")
    @PutMapping({Paths.ADMIN + "/settings", Paths.ADMIN + "/settings/"})
    @Needs(Scope.MANAGE)
    Map<String, Object> change(Caller caller, @PathVariable String session, @RequestBody Map<String, Object> wish) {
        return shown(sessions.change(caller, session, read(wish, session)));
    }

    private static SessionChange read(Map<String, Object> wish, String session) {
        return new SessionChange(
                null,
                read(wish, RATE_LIMIT, Integer.class),
                read(wish, DAILY_LIMIT, Integer.class),
                read(wish, TYPING, Boolean.class),
                read(wish, ownNumber(session), String.class),
                null,
                null,
                null);
    }

    private static <T> @Nullable T read(Map<String, Object> wish, String name, Class<T> type) {
        Object written = wish.get(name);
        if (written == null) {
            return null;
        }
        if (!type.isInstance(written)) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "invalid_field",
                    "Not valid: " + name,
                    Map.of("fields", Map.of(name, "has the wrong type or form")));
        }
        return type.cast(written);
    }

    private static Map<String, Object> shown(Session session) {
        Map<String, Object> settings = new LinkedHashMap<>();
        Long own = session.preferences().ownNumber();
        settings.put(ownNumber(session.id()), own == null ? null : PrintedNumber.of(own));
        settings.put(RATE_LIMIT, session.limits().perHour());
        settings.put(DAILY_LIMIT, session.limits().perDay());
        settings.put(TYPING, session.limits().typingSimulation());
        return settings;
    }

    private static String ownNumber(String session) {
        return "whatsapp_" + session + "_number";
    }
}
