package io.staffetta.server.session;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says what becomes of sessions that were made through the door whose document shows these lines. */
@Component
class StoredSessionLog implements SessionWatcher {

    private static final Logger log = LoggerFactory.getLogger(StoredSessionLog.class);
    private static final String MADE_BY = "door4";

    private final JdbcClient jdbc;
    private final Sessions sessions;
    private final Map<Long, Boolean> concerned = new ConcurrentHashMap<>();

    StoredSessionLog(JdbcClient jdbc, Sessions sessions) {
        this.jdbc = jdbc;
        this.sessions = sessions;
    }

    @EventListener(ApplicationReadyEvent.class)
    void started() {
        int stored = jdbc.sql("select count(*) from wa_session where made_by = ? and desired = 'on'")
                .param(MADE_BY)
                .query(Integer.class)
                .single();
        if (stored > 0) {
            log.info("🚀 {} stored sessions come back by themselves", stored);
        }
    }

    @Override
    public void codeShown(Session session, PairingCode code) {
        if (concerns(session)) {
            log.info("📱 session {} shows a code to scan", session.id());
        }
    }

    @Override
    public void moved(Session session) {
        if (!concerns(session)) {
            return;
        }
        Session.Condition now = session.condition();
        switch (now.state()) {
            case INITIALIZING -> log.info("🔄 session {} is being brought up: {}", session.id(), now.reason());
            case QR_GENERATED -> log.debug("session {} waits to be linked", session.id());
            case AUTHENTICATED -> log.info("✅ session {} is authenticated", session.id());
            case READY -> log.info("✅ session {} is ready", session.id());
            case RESTRICTED -> log.info("⚠️ session {} may not open new chats for a while", session.id());
            case DISCONNECTED -> log.info("⚠️ session {} is disconnected: {}", session.id(), now.reason());
            case LOGGED_OUT -> log.info("⚠️ session {} is logged out", session.id());
            case STOPPED -> log.info("⚠️ session {} is stopped", session.id());
            case ERROR -> log.info("❌ session {} failed: {}", session.id(), now.reason());
        }
    }

    private boolean concerns(Session session) {
        return concerned.computeIfAbsent(session.pk(), pk -> {
            SessionOrigin origin =
                    sessions.origins(session.ownerId(), Set.of(pk)).get(pk);
            return origin != null && origin.madeBy().equals(MADE_BY);
        });
    }
}
