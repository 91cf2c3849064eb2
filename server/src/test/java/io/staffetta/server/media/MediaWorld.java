package io.staffetta.server.media;

import io.staffetta.server.access.Audit;
import java.time.Clock;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.util.unit.DataSize;

/** The files of users over a test's database, with small limits: 1 MB together, 100 KB a picture, 300 KB a document. */
public final class MediaWorld {

    final MediaRows rows;
    public final MediaFiles files;

    /** Puts the parts together, as the application does. */
    public MediaWorld(JdbcClient jdbc, TransactionOperations transaction, Audit audit, Clock clock) {
        rows = new MediaRows(jdbc, transaction);
        MediaLimits limits = new MediaLimits(
                DataSize.ofMegabytes(1), Duration.ofDays(30), DataSize.ofKilobytes(100), DataSize.ofKilobytes(300));
        files = new MediaFiles(rows, limits, audit, clock);
    }
}
