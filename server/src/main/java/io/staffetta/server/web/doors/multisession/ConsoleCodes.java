package io.staffetta.server.web.doors.multisession;

import io.staffetta.core.session.SessionState;
import io.staffetta.server.access.Users;
import io.staffetta.server.session.PairingCode;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.SessionOrigin;
import io.staffetta.server.session.SessionWatcher;
import io.staffetta.server.session.Sessions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Draws the codes to scan in the server's console: those of sessions that were made through the doors whose documents say
 * so, of the user made at set-up. A session that nobody links falls silent after a few; the API shows the next ones.
 */
@Component
class ConsoleCodes implements SessionWatcher {

    private static final Set<String> DRAWN = Set.of("door3", "door4", "default");
    private static final int MOST_CODES = 5;
    /** Nobody scans those with a phone. */
    private static final int MOST_SIMULATED = 1;

    private final Sessions sessions;
    private final Users users;
    private final Map<Long, Integer> drawn = new ConcurrentHashMap<>();

    ConsoleCodes(Sessions sessions, Users users) {
        this.sessions = sessions;
        this.users = users;
    }

    @Override
    public void moved(Session session) {
        SessionState state = session.condition().state();
        if (state != SessionState.QR_GENERATED && state != SessionState.INITIALIZING) {
            drawn.remove(session.pk());
        }
    }

    @Override
    public void codeShown(Session session, PairingCode code) {
        int most = session.engine().simulated() ? MOST_SIMULATED : MOST_CODES;
        int before = drawn.getOrDefault(session.pk(), 0);
        if (before >= most || !concerns(session)) {
            return;
        }
        drawn.put(session.pk(), before + 1);
        System.out.println(drawing(session, code, before + 1 == most));
    }

    private boolean concerns(Session session) {
        SessionOrigin origin =
                sessions.origins(session.ownerId(), List.of(session.pk())).get(session.pk());
        return origin != null
                && DRAWN.contains(origin.madeBy())
                && users.administrator()
                        .filter(user -> user.id() == session.ownerId())
                        .isPresent();
    }

    private static String drawing(Session session, PairingCode code, boolean last) {
        String what = session.engine().simulated()
                ? "is simulated; POST /api/v1/simulator/sessions/" + session.id() + "/scan links it"
                : "waits to be scanned";
        String more = last ? "\nFurther codes: GET /api/v1/sessions/" + session.id() + "/qr" : "";
        return "Session " + session.id() + " " + what + "\n" + HalfBlocks.draw(code.content()) + more;
    }
}
