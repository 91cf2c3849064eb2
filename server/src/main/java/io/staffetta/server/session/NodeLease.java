package io.staffetta.server.session;

import io.staffetta.server.dispatch.LeaseCheck;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * This node's right to act for sessions. It counts in the database's time and, here, in monotonic time measured from
 * before the statement was sent, so that this node always thinks it ends no later than the others do. Wall clocks play
 * no part. One thread acquires and renews; any may ask.
 */
final class NodeLease implements LeaseCheck {

    /** How long others must respect it after the last renewal. */
    static final Duration LENGTH = Duration.ofSeconds(15);
    /** How long before its end this node stops sending. */
    static final Duration MARGIN = Duration.ofSeconds(3);

    private final JdbcClient jdbc;
    private final UUID nodeId;
    private final String version;
    private final LongSupplier nanoTime;
    private volatile @Nullable Held held;

    /**
     * A node's lease.
     *
     * @param version of the product, for others to see
     */
    NodeLease(JdbcClient jdbc, UUID nodeId, String version, LongSupplier nanoTime) {
        this.jdbc = jdbc;
        this.nodeId = nodeId;
        this.version = version;
        this.nanoTime = nanoTime;
    }

    /**
     * A lease that was held when last heard.
     *
     * @param epoch grows each time this node acquires it
     * @param endsNanos in {@link System#nanoTime()}
     */
    record Held(long epoch, long endsNanos) {}

    UUID nodeId() {
        return nodeId;
    }

    String version() {
        return version;
    }

    /** The lease, or null if it is not held; its time may be over. */
    @Nullable
    Held held() {
        return held;
    }

    @Override
    public boolean maySend() {
        return !left().isZero();
    }

    @Override
    public Duration left() {
        Held now = held;
        long nanos = now == null ? 0 : now.endsNanos() - nanoTime.getAsLong() - MARGIN.toNanos();
        return nanos > 0 ? Duration.ofNanos(nanos) : Duration.ZERO;
    }

    /** Whether the time of the lease is over, or there is none. */
    boolean over() {
        Held now = held;
        return now == null || now.endsNanos() - nanoTime.getAsLong() <= 0;
    }

    /** Takes the lease with a new epoch. What this node held under an older epoch is void from now on. */
    long acquire() {
        long before = nanoTime.getAsLong();
        long epoch = jdbc.sql("""
                insert into node_lease as l (node_id, epoch, until, version)
                values (:node, 1, clock_timestamp() + make_interval(secs => :seconds), :version)
                on conflict (node_id) do update
                    set epoch = l.epoch + 1, until = excluded.until, version = excluded.version
                returning epoch
                """)
                .param("node", nodeId)
                .param("version", version)
                .param("seconds", LENGTH.toSeconds())
                .query(Long.class)
                .single();
        held = new Held(epoch, before + LENGTH.toNanos());
        return epoch;
    }

    /** Prolongs the lease; false if it ran out, as far as others can see, or somebody acquired it anew. */
    boolean renew() {
        Held now = held;
        if (now == null) {
            return false;
        }
        long before = nanoTime.getAsLong();
        int renewed = jdbc.sql("""
                update node_lease set until = clock_timestamp() + make_interval(secs => :seconds)
                where node_id = :node and epoch = :epoch and until > clock_timestamp()
                """)
                .param("node", nodeId)
                .param("epoch", now.epoch())
                .param("seconds", LENGTH.toSeconds())
                .update();
        if (renewed == 1) {
            held = new Held(now.epoch(), before + LENGTH.toNanos());
        }
        return renewed == 1;
    }

    /** Whether another node holds a lease, too. */
    boolean hasCompany() {
        return jdbc.sql("select exists (select from node_lease where node_id <> ? and until > clock_timestamp())")
                .param(nodeId)
                .query(Boolean.class)
                .single();
    }

    /** Forgets the lease here, at once; others wait until its time is over. */
    void drop() {
        held = null;
    }

    /** Gives the lease back, so that others need not wait. */
    void release() {
        Held now = held;
        held = null;
        if (now != null) {
            jdbc.sql("update node_lease set until = clock_timestamp() where node_id = ? and epoch = ?")
                    .params(nodeId, now.epoch())
                    .update();
        }
    }
}
