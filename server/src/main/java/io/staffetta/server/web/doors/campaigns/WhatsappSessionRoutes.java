package io.staffetta.server.web.doors.campaigns;

import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.core.session.SessionState;
import io.staffetta.server.access.Caller;
import io.staffetta.server.campaign.PrintedNumber;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.SessionFilter;
import io.staffetta.server.session.Sessions;
import io.staffetta.server.web.Door;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The sessions that a campaign may move to. */
@Tag(name = "Door 1: sessions")
@RestController
@RequestMapping("/api/whatsapp-sessions")
@Door(language = "it")
class WhatsappSessionRoutes {

    private static final int ALL = 100_000;

    private final Sessions sessions;

    WhatsappSessionRoutes(Sessions sessions) {
        this.sessions = sessions;
    }

    /** A session in the words of this door. */
    record WhatsappSession(
            String sessionId,
            String name,
            @Nullable String phoneNumber,
            boolean isActive,
            String status,
            Stats stats) {}

    /** What it has sent. */
    record Stats(long messagesSent) {}

    @Operation(summary = "The sessions that a campaign may go on from")
    @GetMapping
    Envelope<List<WhatsappSession>> all(Caller caller) {
        return Envelope.of(sessions.list(caller.ownerId(), SessionFilter.ALL, 0, ALL).stream()
                .map(WhatsappSessionRoutes::shown)
                .toList());
    }

    @Operation(summary = "One session that a campaign may go on from")
    @GetMapping("/{id}")
    Envelope<WhatsappSession> one(Caller caller, @PathVariable String id) {
        return Envelope.of(shown(sessions.require(caller.ownerId(), id)));
    }

    private static WhatsappSession shown(Session session) {
        SessionState state = session.condition().state();
        Long phone = session.account().phone();
        return new WhatsappSession(
                session.id(),
                session.name(),
                phone == null ? null : PrintedNumber.of(new PhoneNumber(phone).international()),
                state.active(),
                SessionWords.of(state),
                new Stats(session.messagesSent()));
    }
}
