package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.faults.CloudFaultRun.Proof;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries over the Cloud API, whose other side keeps a ledger that no kill of the product touches. */
class CloudFaultTest {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void overTheCloudApiNoMessageIsLostOrRepeatedWhateverIsKilled() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        boolean full = System.getProperty("staffetta.faults", "").equals("full");
        System.out.println("cloud fault run with seed " + seed + " in " + folder);

        CloudFaultRun run = new CloudFaultRun(folder, seed, full ? 2_000 : 200, full ? 20 : 2);
        Proof proof = run.run();

        System.out.println(proof);
        assertThat(proof.taken()).as("taken by the other side").isPositive();
        assertThat(proof.unfinished()).as("neither ended nor in doubt").isZero();
        assertThat(proof.repeated()).as("repeated").isZero();
        assertThat(run.stateOfTheOneNotTaken())
                .as("handed over and not taken when the product died")
                .isIn("in_doubt", "unconfirmed");
        assertThat(proof.lost()).as("said to have left, and not taken").isZero();
        assertThat(proof.unsettled()).as("taken, and not known to have left").isZero();
        LedgerProof.Result books = run.books();
        assertThat(books.repeated()).as("repeated").isZero();
        assertThat(books.unaccounted())
                .as("taken, but neither sent nor doubtful")
                .isZero();
        assertThat(books.miscounted()).as("campaigns with wrong counters").isZero();
        assertThat(books.unlogged()).as("taken without a trace in the send log").isZero();
        assertThat(books.afterOptOut()).as("sent after an opt-out").isZero();
        assertThat(run.log()).doesNotContain(CloudFaultRun.TOKEN, CloudFaultRun.APP_SECRET, CloudFaultRun.VERIFY_TOKEN);
    }
}
