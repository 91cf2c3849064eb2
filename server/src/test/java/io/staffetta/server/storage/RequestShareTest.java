package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void theRestIsLeftToThoseWhoSend() throws SQLException, InterruptedException {
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
    void aConnectionClosedTwiceGivesOneTurnBack() throws SQLException, InterruptedException {
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
        for (int i = 0; i < OF_REQUESTS; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    RequestShare.<SQLException, InterruptedException>serve(() -> {
                        try (Connection first = share.getConnection()) {
                            all.countDown();
                            all.await();
                            try (Connection second = share.getConnection()) {
                                served.addAndGet(first.isValid(1) && second.isValid(1) ? 1 : 0);
                            }
                        }
                    });
                } catch (SQLException | InterruptedException e) {
                    // The test misses what was not served.
                    return;
                }
            }));
        }

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
    void whenHundredsWaitTheNextIsRefusedAtOnce() throws SQLException, InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        holding(OF_REQUESTS + MOST_WAITING, end, new AtomicInteger());
        awaitWaiting(MOST_WAITING);

        RequestShare.<SQLException, SQLException>serve(
                () -> assertThatThrownBy(share::getConnection).isInstanceOf(RequestShare.Crowded.class));

        end.countDown();
    }

    /** So many requests, each with a connection from its turn until the end. */
    private void holding(int requests, CountDownLatch end, AtomicInteger served) {
        for (int i = 0; i < requests; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    RequestShare.<SQLException, InterruptedException>serve(() -> {
                        try (Connection connection = share.getConnection()) {
                            end.await();
                            served.addAndGet(connection.isValid(1) ? 1 : 0);
                        }
                    });
                } catch (SQLException | InterruptedException e) {
                    // The test is over, or misses what was not served.
                    return;
                }
            }));
        }
    }

    private void awaitActive(int connections) throws InterruptedException {
        while (pool.getHikariPoolMXBean().getActiveConnections() < connections) {
            Thread.sleep(5);
        }
    }

    private void awaitWaiting(int requests) throws InterruptedException {
        while (share.waiting() < requests) {
            Thread.sleep(5);
        }
    }
}
