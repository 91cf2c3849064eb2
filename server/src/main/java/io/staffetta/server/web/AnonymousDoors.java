package io.staffetta.server.web;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Scope;
import io.staffetta.server.access.Users;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/**
 * The doors that programs on this machine may use without a credential, as their documents show it. None is open unless
 * {@code staffetta.doors.anonymous} names it, with the user it acts for; the route that matched says which door it is.
 */
@Component
class AnonymousDoors {

    private static final Logger log = LoggerFactory.getLogger(AnonymousDoors.class);
    private static final String DOORS = AnonymousDoors.class.getPackageName() + ".doors.";

    /** The doors by their packages' names, and by the numbers of their documents. */
    private static final Map<String, String> NAMES = Map.of(
            "admin", "admin",
            "multisession", "multisession",
            "stored", "stored",
            "blast", "blast",
            "2", "admin",
            "3", "multisession",
            "4", "stored",
            "5", "blast");

    private static final Set<Scope> ALLOWED = Set.of(Scope.READ, Scope.SEND, Scope.MANAGE);

    private final Map<String, String> logins;
    private final Users users;

    /** Reads which doors are open: {@code <door>:<login>,…}. */
    AnonymousDoors(
            @Value("${staffetta.doors.anonymous:}") List<String> doors,
            @Value("${server.forward-headers-strategy:none}") String forwarding,
            Users users) {
        this.logins = read(doors);
        this.users = users;
        if (!logins.isEmpty() && !forwarding.equalsIgnoreCase("none")) {
            throw new IllegalArgumentException(
                    "staffetta.doors.anonymous does not go with server.forward-headers-strategy=" + forwarding);
        }
        logins.forEach((door, login) ->
                log.warn("The door {} is open without a key to programs on this machine, acting for {}", door, login));
    }

    /** Who a request without a credential acts for; empty where one is needed. */
    Optional<Caller> caller(HttpServletRequest request, @Nullable Object handler) {
        String door = handler instanceof HandlerMethod method ? doorOf(method.getBeanType()) : "";
        String login = logins.get(door);
        return login == null || !LocalRequest.is(request)
                ? Optional.empty()
                : users.find(login).map(user -> Caller.throughDoor(user.id(), door, ALLOWED));
    }

    /** The name of the door that a controller belongs to; empty if to none. */
    private static String doorOf(Class<?> controller) {
        String name = controller.getPackageName();
        return name.startsWith(DOORS) ? name.substring(DOORS.length()) : "";
    }

    private static Map<String, String> read(List<String> doors) {
        Map<String, String> logins = new HashMap<>();
        for (String door : doors) {
            String[] parts = door.strip().split(":", 2);
            String name = NAMES.get(parts[0].strip());
            if (name == null || parts.length < 2 || parts[1].isBlank()) {
                throw new IllegalArgumentException("staffetta.doors.anonymous wants <door>:<login>,… with doors "
                        + "admin, multisession, stored and blast, not \"" + door + "\"");
            }
            if (logins.put(name, parts[1].strip()) != null) {
                throw new IllegalArgumentException("staffetta.doors.anonymous names the door " + name + " twice");
            }
        }
        return Map.copyOf(logins);
    }
}
