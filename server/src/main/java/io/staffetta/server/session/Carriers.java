package io.staffetta.server.session;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.message.WaitReason;
import io.staffetta.server.dispatch.Carrier;
import io.staffetta.server.dispatch.Dispatcher;
import io.staffetta.server.session.Session.NumberRestriction;

/** Tells the dispatcher which sessions may send, and how. */
final class Carriers {

    private final Dispatcher dispatcher;
    private final Engines engines;
    private volatile boolean closed;

    Carriers(Dispatcher dispatcher, Engines engines) {
        this.dispatcher = dispatcher;
        this.engines = engines;
    }

    /** The session may send, as it is now. */
    void attach(LiveSession live) {
        Connection connection = live.connection;
        if (connection == null || closed || live.parted) {
            return;
        }
        Session session = live.session;
        NumberRestriction held = session.restriction();
        dispatcher.attach(new Carrier(
                session.pk(),
                session.ownerId(),
                live.epoch,
                session.engine().name(),
                connection,
                engines.require(session.engine().name()).capabilities(),
                session.numberKey(),
                session.limits().typingSimulation(),
                held == null ? null : new Carrier.Restriction(held.id(), held.until())));
        live.attached = true;
    }

    /** From now on no session is attached any more. */
    void close() {
        closed = true;
    }

    /** The session sends nothing more. */
    void detach(LiveSession live) {
        if (live.attached) {
            live.attached = false;
            dispatcher.detach(live.pk(), WaitReason.SESSION_DOWN);
        }
    }
}
