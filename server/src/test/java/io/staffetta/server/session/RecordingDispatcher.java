package io.staffetta.server.session;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.message.WaitReason;
import io.staffetta.server.dispatch.Carrier;
import io.staffetta.server.dispatch.Dispatcher;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told; sends nothing. */
final class RecordingDispatcher implements Dispatcher {

    private final Map<Long, Carrier> attached = new ConcurrentHashMap<>();
    private final List<Long> detached = new CopyOnWriteArrayList<>();
    private final List<EngineEvent.Receipt> receipts = new CopyOnWriteArrayList<>();

    /** What becomes of each receipt. */
    volatile CompletionStage<Void> keeping = CompletableFuture.completedFuture(null);

    Optional<Carrier> carrier(long sessionPk) {
        return Optional.ofNullable(attached.get(sessionPk));
    }

    int attachedCount() {
        return attached.size();
    }

    List<Long> detached() {
        return detached;
    }

    List<EngineEvent.Receipt> receipts() {
        return receipts;
    }

    @Override
    public void attach(Carrier carrier) {
        attached.put(carrier.sessionPk(), carrier);
    }

    @Override
    public void detach(long sessionPk, WaitReason reason) {
        attached.remove(sessionPk);
        detached.add(sessionPk);
    }

    @Override
    public CompletionStage<Void> quiet(long sessionPk) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void laneChanged(long laneId) {}

    @Override
    public void clockChanged() {}

    @Override
    public CompletionStage<Void> receipt(long sessionPk, EngineEvent.Receipt receipt) {
        receipts.add(receipt);
        return keeping;
    }

    @Override
    public CompletionStage<Void> undeliverable(long sessionPk, EngineEvent.Undeliverable event) {
        return CompletableFuture.completedFuture(null);
    }
}
