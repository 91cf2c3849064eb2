package io.staffetta.server.web.v1;

import io.staffetta.server.session.CalledSessions;
import io.staffetta.server.session.DefaultSession;
import io.staffetta.server.session.Session;
import io.staffetta.server.web.RequestLanguage;
import io.staffetta.server.web.Texts;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What a session's user should know that its state does not say, in the language of the request. */
@Component
final class SessionNotices {

    private static final String NO_WEBHOOKS = "webhooks_cannot_arrive";
    private static final String NOBODYS = "default_session_waits";

    private final CalledSessions called;
    private final Texts texts;
    private final HttpServletRequest request;

    /** @param request stands for whichever is being answered */
    SessionNotices(CalledSessions called, Texts texts, HttpServletRequest request) {
        this.called = called;
        this.texts = texts;
        this.request = request;
    }

    /** Something to know about a session: a stable code, and what it says. */
    record Notice(String code, String message) {}

    List<Notice> of(Session session) {
        List<Notice> notices = new ArrayList<>();
        if (called.unreported(session)) {
            notices.add(notice(NO_WEBHOOKS));
        }
        if (session.id().equals(DefaultSession.ID) && session.account().phone() == null) {
            notices.add(notice(NOBODYS));
        }
        return notices;
    }

    private Notice notice(String code) {
        return new Notice(
                code, texts.find(RequestLanguage.of(request), code, Map.of()).orElse(code));
    }
}
