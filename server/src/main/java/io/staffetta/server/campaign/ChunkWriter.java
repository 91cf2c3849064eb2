package io.staffetta.server.campaign;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes the chunks of one import, each in a transaction of its own, while the next one is being filled: there are two
 * chunks in all. No transaction is open while the file is being waited for.
 */
final class ChunkWriter implements AutoCloseable {

    private final Connection connection;
    private final long importId;
    private final ImportCheckpoint checkpoint;
    private ImportChunk spare = new ImportChunk();
    private @Nullable FutureTask<ImportChunk> writing;
    private @Nullable Thread thread;

    /** Writes through this connection, on which nothing else may happen meanwhile. */
    ChunkWriter(Connection connection, long importId, ImportCheckpoint checkpoint) {
        this.connection = connection;
        this.importId = importId;
        this.checkpoint = checkpoint;
    }

    /** Starts writing a chunk as soon as the one before is written, and returns the one to fill next. */
    ImportChunk write(ImportChunk chunk) throws SQLException, IOException {
        finish();
        FutureTask<ImportChunk> task = new FutureTask<>(() -> commit(chunk));
        thread = Thread.ofVirtual().name("import-", importId).start(task);
        writing = task;
        return spare;
    }

    /** Waits until everything is committed. */
    void finish() throws SQLException, IOException {
        FutureTask<ImportChunk> task = writing;
        if (task == null) {
            return;
        }
        writing = null;
        try {
            spare = task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            switch (Objects.requireNonNull(e.getCause())) {
                case SQLException cause -> throw cause;
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw new IllegalStateException(e);
            }
        }
    }

    /** Waits until the connection is free, whatever became of the last chunk. */
    @Override
    public void close() {
        Thread last = thread;
        boolean interrupted = false;
        while (last != null && last.isAlive()) {
            try {
                last.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private ImportChunk commit(ImportChunk chunk) throws SQLException, IOException {
        copy(
                "copy recipient (campaign_id, import_id, row_no, phone, remark, country, variables) from stdin binary",
                chunk.recipients(),
                chunk.accepted());
        copy(
                "copy recipient_rejection (import_id, row_no, code, detail, repair, fields) from stdin binary",
                chunk.rejections(),
                chunk.kept());
        try (PreparedStatement count = connection.prepareStatement(
                "update recipient_import set accepted = accepted + ?, rejected = rejected + ? where id = ?")) {
            count.setInt(1, chunk.accepted());
            count.setInt(2, chunk.refused());
            count.setLong(3, importId);
            count.executeUpdate();
        }
        connection.commit();
        checkpoint.reached();
        chunk.clear();
        return chunk;
    }

    private void copy(String sql, CopyBuffer rows, int count) throws SQLException {
        if (count == 0) {
            return;
        }
        rows.finish();
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            copy.writeToCopy(rows.array(), 0, rows.size());
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}
