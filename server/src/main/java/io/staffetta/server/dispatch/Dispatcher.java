package io.staffetta.server.dispatch;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.message.WaitReason;
import java.util.concurrent.CompletionStage;

/** Decides who sends next and carries it out. Thread-safe; every method returns at once. */
public interface Dispatcher {

    /** From now on this session may send, as described; replaces what was known of it. */
    void attach(Carrier carrier);

    /**
     * From now on this session sends nothing more. Claims that have not been marked as sending go back; what is being
     * handed over right now ends by itself.
     *
     * @param reason shown on its lanes while they wait
     */
    void detach(long sessionPk, WaitReason reason);

    /** Ends as soon as nothing of a detached session is claimed here or with its engine. */
    CompletionStage<Void> quiet(long sessionPk);

    /** Something about a lane changed: messages arrived, its status, its session, its hours. Cheap; call after commit. */
    void laneChanged(long laneId);

    /** The simulator's clock was set: every wait is thought over again. */
    void clockChanged();

    /** A receipt arrived for something this session sent. The stage ends when it is on disk. */
    CompletionStage<Void> receipt(long sessionPk, EngineEvent.Receipt receipt);

    /** Something this session sent turned out undeliverable. The stage ends when it is on disk. */
    CompletionStage<Void> undeliverable(long sessionPk, EngineEvent.Undeliverable event);
}
