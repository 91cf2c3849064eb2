package io.staffetta.server.bench;

import io.staffetta.server.dispatch.Pipeline;
import io.staffetta.server.queue.PgbenchBatches;
import io.staffetta.server.queue.QueueWorld;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The durable pipeline against pgbench, alternately on the same database: {@code PgbenchBenchmark [sessions] [messages]
 * [rounds]}, by default 256, 64000 and 3. pgbench runs the statements that the pipeline was seen to commit for a batch, on as
 * many connections as the pipeline has writers, in batches of a size that makes as many commits per message.
 */
public final class PgbenchBenchmark {

    /** Claims, marks and words: each has one connection. */
    private static final int WRITERS = 3;

    private static final double LEAST_RATIO = 0.35;
    private static final double LEAST_RATE = 3_000;

    private final StatementLog log = new StatementLog();
    private final QueueWorld world = new QueueWorld(Clock.systemUTC(), Pipeline.REAL, log::watch);
    private final PgbenchBatches batches = new PgbenchBatches(world);
    private final Pgbench pgbench = new Pgbench(world.database.address());
    private final int sessions;
    private final int messages;

    private PgbenchBenchmark(int sessions, int messages) {
        this.sessions = sessions;
        this.messages = messages;
    }

    private record Round(double pipeline, double pgbench) {
        double ratio() {
            return pipeline / pgbench;
        }
    }

    /** Runs it. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (!Pgbench.installed()) {
            System.err.println("This needs pgbench of PostgreSQL 15 or newer on the PATH, and finds none:"
                    + " apt install postgresql-contrib, dnf install postgresql-contrib, or brew install postgresql");
            System.exit(2);
        }
        int sessions = args.length > 0 ? Integer.parseInt(args[0]) : 256;
        int messages = args.length > 1 ? Integer.parseInt(args[1]) : 64_000;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        System.exit(new PgbenchBenchmark(sessions, messages).run(rounds) ? 0 : 1);
    }

    private boolean run(int rounds) throws IOException, InterruptedException {
        List<Round> seen = new ArrayList<>();
        try (Pipeline pipeline = new Pipeline(world, false)) {
            log.on(true);
            pipeline.run(sessions, messages / 2);
            log.on(false);
            System.out.println("The pipeline's statements, in a first round that does not count:");
            log.printTimes();
            String script = new PgbenchScript(log).toString();
            if (Boolean.getBoolean("show")) {
                System.out.println(script);
            }
            for (int i = 0; i < rounds; i++) {
                seen.add(round(pipeline, script));
            }
        }
        world.close();
        return judge(seen);
    }

    private Round round(Pipeline pipeline, String script) throws IOException, InterruptedException {
        Pipeline.Run run = pipeline.run(sessions, messages);
        double commits =
                run.claims().commits() + run.marks().commits() + run.words().commits();
        int size = (int) Math.round(WRITERS * run.messages() / commits);
        double rate = pgbench(script, size);
        Round round = new Round(run.rate(), rate);
        System.out.printf(
                "pipeline %.0f messages/s in batches of %.1f claims, %.1f marks, %.1f results;"
                        + " pgbench %.0f messages/s in batches of %d; ratio %.2f%n",
                run.rate(), run.claims().size(), run.marks().size(), run.words().size(), rate, size, round.ratio());
        return round;
    }

    private double pgbench(String script, int size) throws IOException, InterruptedException {
        long before = rows();
        int transactions = messages / size / WRITERS;
        int round = batches.prepare(WRITERS, transactions, size, sessions);
        List<String> definitions = new ArrayList<>(
                PgbenchScript.constants(world.owner, Instant.now().toString(), size));
        definitions.add("round=" + round);
        double runs = pgbench.run(script, WRITERS, transactions, definitions);
        long expected = 4L * WRITERS * transactions * size;
        if (rows() - before != expected) {
            throw new IllegalStateException("pgbench left " + (rows() - before) + " rows instead of " + expected);
        }
        return runs * size;
    }

    /** What each message leaves behind: it is counted once, logged once, and has two events. */
    private long rows() {
        return world.count("""
                select (select sum(sent) from campaign) + (select count(*) from send_log)
                    + (select count(*) from message_event where phase in ('sending', 'sent'))
                """);
    }

    private static boolean judge(List<Round> rounds) {
        List<Double> ratios = new ArrayList<>(rounds.stream().map(Round::ratio).toList());
        List<Double> rates =
                new ArrayList<>(rounds.stream().map(Round::pipeline).toList());
        Collections.sort(ratios);
        Collections.sort(rates);
        double ratio = ratios.get(ratios.size() / 2);
        double rate = rates.get(rates.size() / 2);
        System.out.printf(
                "medians: ratio %.2f (required: %.2f), pipeline %.0f messages/s (required: %.0f)%n",
                ratio, LEAST_RATIO, rate, LEAST_RATE);
        return ratio >= LEAST_RATIO && rate >= LEAST_RATE;
    }
}
