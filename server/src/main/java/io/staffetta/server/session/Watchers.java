package io.staffetta.server.session;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all watchers; one that fails hinders nobody. */
final class Watchers implements SessionWatcher {

    private static final Logger log = LoggerFactory.getLogger(Watchers.class);

    private final Supplier<List<SessionWatcher>> all;

    Watchers(Supplier<List<SessionWatcher>> all) {
        this.all = all;
    }

    @Override
    public void moved(Session session) {
        tell(session, watcher -> watcher.moved(session));
    }

    @Override
    public void codeShown(Session session, PairingCode code) {
        tell(session, watcher -> watcher.codeShown(session, code));
    }

    private void tell(Session session, Consumer<SessionWatcher> news) {
        for (SessionWatcher watcher : all.get()) {
            try {
                news.accept(watcher);
            } catch (RuntimeException e) {
                log.error("a watcher of session {} failed", session.pk(), e);
            }
        }
    }
}
