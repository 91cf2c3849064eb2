package io.staffetta.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a queue as the conductor says: {@code enqueue N}, {@code run}, {@code trickle N-PER-SECOND SECONDS}, until its standard
 * input ends. Argument: {@code db-scheduler} or {@code jobrunr}.
 */
public final class Contender {

    private static final long FIRST_PHONE = 393400000000L;
    private static final long FIRST_SINGLE_PHONE = 393450000000L;
    private static final int CHUNK = 1000;

    private final Messages messages;
    private final Queue queue;

    private Contender(Messages messages, Queue queue) {
        this.messages = messages;
        this.queue = queue;
    }

    /** A library's queue. */
    interface Queue {

        /** Adds a job for each of these messages, by the library's bulk path. */
        void add(List<Long> messages);

        /** Starts working. */
        void run();
    }

    /** Runs it. */
    public static void main(String[] args) throws IOException, SQLException {
        quieten();
        Messages messages =
                new Messages(environment("PEERS_JDBC"), environment("PEERS_USER"), environment("PEERS_PASSWORD"));
        Work work = new Work(messages, environment("PEERS_STUB"));
        Queue queue = switch (args[0]) {
            case "db-scheduler" -> new DbSchedulerQueue(messages.dataSource(), work);
            case "jobrunr" -> new JobRunrQueue(messages.dataSource(), work);
            default -> throw new IllegalArgumentException(args[0]);
        };
        new Contender(messages, queue).obey();
        System.exit(0);
    }

    /** Warnings alone, and none of those that JobRunr makes of each filter that a busy machine slows down. */
    private static void quieten() {
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setFilter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue()
                    && !Objects.toString(entry.getLoggerName(), "").startsWith("org.jobrunr.jobs.filters"));
        }
    }

    private static String environment(String name) {
        return Objects.requireNonNull(System.getenv(name), name);
    }

    private void obey() throws IOException, SQLException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        System.out.println("ready");
        for (@Nullable String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "enqueue" -> enqueue(Integer.parseInt(words[1]));
                case "run" -> queue.run();
                default -> trickle(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            }
            System.out.println("done");
        }
    }

    private void enqueue(int count) throws SQLException {
        for (int from = 0; from < count; from += CHUNK) {
            queue.add(messages.insert(FIRST_PHONE + from, Math.min(CHUNK, count - from)));
        }
    }

    private void trickle(int perSecond, int seconds) {
        long begun = System.nanoTime();
        List<Thread> adding = IntStream.range(0, perSecond * seconds)
                .mapToObj(n -> {
                    LockSupport.parkNanos(begun + n * 1_000_000_000L / perSecond - System.nanoTime());
                    return Thread.startVirtualThread(() -> addOne(FIRST_SINGLE_PHONE + n));
                })
                .toList();
        for (Thread thread : adding) {
            while (thread.isAlive()) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private void addOne(long phone) {
        try {
            queue.add(messages.insert(phone, 1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
