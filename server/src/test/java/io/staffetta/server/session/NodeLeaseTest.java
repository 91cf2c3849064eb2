package io.staffetta.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.storage.TestDatabase;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeLeaseTest {

    private static final UUID NODE = UUID.randomUUID();

    private final TestDatabase database = TestDatabase.create();
    private final AtomicLong nanos = new AtomicLong();
    private final NodeLease lease = lease();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void eachAcquisitionHasANewEpoch() {
        assertThat(lease.acquire()).isEqualTo(1);
        assertThat(lease().acquire()).isEqualTo(2);
        assertThat(lease.renew()).isFalse();
    }

    @Test
    void sendingEndsThreeSecondsBeforeTheLease() {
        lease.acquire();
        nanos.addAndGet(Duration.ofSeconds(12).toNanos() - 1);
        assertThat(lease.maySend()).isTrue();
        nanos.incrementAndGet();
        assertThat(lease.maySend()).isFalse();
        assertThat(lease.left()).isZero();
        assertThat(lease.over()).isFalse();
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(lease.over()).isTrue();
    }

    @Test
    void aRenewalCountsFromBeforeItWasAskedFor() {
        lease.acquire();
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(lease.renew()).isTrue();
        assertThat(lease.left()).isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void aLeaseThatRanOutForOthersIsNotRenewed() {
        lease.acquire();
        database.jdbc().sql("update node_lease set until = now()").update();
        assertThat(lease.renew()).isFalse();
    }

    private NodeLease lease() {
        return new NodeLease(database.jdbc(), NODE, "1.2.3", nanos::get);
    }
}
