package io.staffetta.server.dispatch;

import io.staffetta.server.queue.QueueWorld;
import java.io.IOException;
import java.time.Clock;

/**
 * The durable pipeline from queue to ledger at zero delay: claims, marks, results and receipts in a real database with
 * fsync on. Prints messages per second. Arguments: sessions (256), messages (128000), and the word {@code receipts} for
 * delivered and read receipts as well.
 */
public final class PipelineBenchmark {

    private PipelineBenchmark() {}

    /** Runs it. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int sessions = args.length > 0 ? Integer.parseInt(args[0]) : 256;
        int messages = args.length > 1 ? Integer.parseInt(args[1]) : 128_000;
        boolean receipts = args.length > 2 && args[2].equals("receipts");
        try (QueueWorld world = new QueueWorld(Clock.systemUTC(), Pipeline.REAL);
                Pipeline pipeline = new Pipeline(world, receipts)) {
            Pipeline.Run run = pipeline.run(sessions, messages);
            System.out.printf(
                    "pipeline: %d messages over %d sessions in %.2f s = %.0f messages/s;"
                            + " average batches: claims %.1f, marks %.1f, results %.1f%n",
                    run.messages(),
                    sessions,
                    run.took().toMillis() / 1000.0,
                    run.rate(),
                    run.claims().size(),
                    run.marks().size(),
                    run.words().size());
        }
        System.exit(0);
    }
}
