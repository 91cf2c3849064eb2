package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestShareTest {

    private static final int CONNECTIONS = 6;
    private static final int OF_REQUESTS = 4;
    private static final int MOST_WAITING = 500;

    private final TestDatabase database = TestDatabase.create();
    private HikariDataSource pool;
    private RequestShare share;
    private final List<Thread> threads = new ArrayList<>();

    @BeforeEach
    void open() {
        pool = ConnectionPool.open(database.address(), CONNECTIONS, new DiskRoom(Optional.empty(), System::nanoTime));
        share = new RequestShare(pool);
    }

    @AfterEach
    void close() throws InterruptedException {
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
        share.close();
        database.close();
    }

    @Test
    void theRestIsLeftToThoseWhoSend() throws SQLException {
        CountDownLatch end = new CountDownLatch(1);
        holding(OF_REQUESTS + 10, end, new AtomicInteger());
        awaitActive(OF_REQUESTS);

        try (Connection one = share.getConnection();
                Connection other = share.getConnection()) {
            assertThat(one.isValid(1)).isTrue();
            assertThat(other.isValid(1)).isTrue();
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(CONNECTIONS);
        }
        end.countDown();
    }

    @Test
    void whoWaitedGetsTheTurnOfWhoEnded() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger served = new AtomicInteger();
        holding(OF_REQUESTS * 3, end, served);
        awaitActive(OF_REQUESTS);

        end.countDown();

        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        }
        assertThat(served).hasValue(OF_REQUESTS * 3);
    }

    @Test
    void aConnectionClosedTwiceGivesOneTurnBack() throws SQLException {
        RequestShare.<SQLException, SQLException>serve(() -> {
            Connection connection = share.getConnection();
            connection.close();
            connection.close();
        });
        CountDownLatch end = new CountDownLatch(1);

        holding(OF_REQUESTS + 1, end, new AtomicInteger());
        awaitActive(OF_REQUESTS);
        awaitWaiting(1);

        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(OF_REQUESTS);
        end.countDown();
    }

    @Test
    void whoHasATurnMayTakeASecondConnection() throws InterruptedException {
        CountDownLatch all = new CountDownLatch(OF_REQUESTS);
        AtomicInteger served = new AtomicInteger();
        requests(OF_REQUESTS, () -> {
            try (Connection first = share.getConnection()) {
                all.countDown();
                all.await();
                try (Connection second = share.getConnection()) {
                    served.addAndGet(first.isValid(1) && second.isValid(1) ? 1 : 0);
                }
            }
        });

        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(4))).isTrue();
        }

        assertThat(served).hasValue(OF_REQUESTS);
    }

    @Test
    void whatADriverRefusesIsHandedOnAsItIs() throws SQLException {
        RequestShare.<SQLException, SQLException>serve(() -> {
            try (Connection connection = share.getConnection()) {
                assertThatThrownBy(() -> connection.prepareStatement("selec").execute())
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("selec");
            }
        });
    }

    @Test
    void whenHundredsWaitTheNextIsRefusedAtOnce() throws SQLException {
        CountDownLatch end = new CountDownLatch(1);
        holding(OF_REQUESTS + MOST_WAITING, end, new AtomicInteger());
        awaitWaiting(MOST_WAITING);

        RequestShare.<SQLException, SQLException>serve(
                () -> assertThatThrownBy(share::getConnection).isInstanceOf(RequestShare.Crowded.class));

        end.countDown();
    }

    @Test
    void whoHasBeenServedOnceIsNotTurnedAway() throws InterruptedException {
        CountDownLatch once = new CountDownLatch(1);
        CountDownLatch crowd = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger served = new AtomicInteger();
        requests(1, () -> {
            share.getConnection().close();
            once.countDown();
            crowd.await();
            try (Connection again = share.getConnection()) {
                served.addAndGet(again.isValid(1) ? 1 : 0);
            }
        });
        once.await();
        holding(OF_REQUESTS + MOST_WAITING, end, new AtomicInteger());
        awaitWaiting(MOST_WAITING);

        crowd.countDown();

        awaitWaiting(MOST_WAITING + 1);
        end.countDown();
        await().untilAtomic(served, is(1));
    }

    /** So many requests, each with a connection from its turn until the end. */
    private void holding(int requests, CountDownLatch end, AtomicInteger served) {
        requests(requests, () -> {
            try (Connection connection = share.getConnection()) {
                end.await();
                served.addAndGet(connection.isValid(1) ? 1 : 0);
            }
        });
    }

    private void requests(int count, RequestShare.Service<SQLException, InterruptedException> service) {
        for (int i = 0; i < count; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    RequestShare.serve(service);
                } catch (SQLException | InterruptedException e) {
                    // The test is over, or misses what was not served.
                    return;
                }
            }));
        }
    }

    private void awaitActive(int connections) {
        await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() >= connections);
    }

    private void awaitWaiting(int requests) {
        await().until(() -> share.waiting() >= requests);
    }
}
