package io.staffetta.server.campaign;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.staffetta.core.Problem;
import io.staffetta.server.access.Places;
import io.staffetta.server.campaign.file.FileLimits;
import io.staffetta.server.campaign.file.PeopleFile;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;
import org.springframework.stereotype.Component;

/**
 * Files of people becoming recipients of a campaign. Rows are written while the file is still coming in, but count only
 * when all of them are there: until then the import is {@code loading}, and if it does not come to its end its rows are
 * removed again, at once or, after a crash, by {@link #recover()} or the next import into the campaign.
 */
@Component
public class Imports {

    /** Each has a connection to the database, and who is in the campaign in memory. */
    private static final int AT_ONCE = 3;

    private static final int OF_ONE_USER = 2;

    /** Seconds. */
    private static final int RETRY_AFTER = 5;

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final ImportLedger ledger;
    private final ImportCheckpoint checkpoint;
    private final Clock clock;
    private final Counter accepted;
    private final Counter rejected;
    private final Places places = new Places(AT_ONCE, OF_ONE_USER);

    /** Imports through connections of this source, one for each import in progress. */
    public Imports(
            DataSource dataSource,
            JdbcClient jdbc,
            ImportLedger ledger,
            ImportCheckpoint checkpoint,
            Clock clock,
            MeterRegistry meters) {
        this.dataSource = dataSource;
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.checkpoint = checkpoint;
        this.clock = clock;
        this.accepted = rows(meters, "accepted");
        this.rejected = rows(meters, "rejected");
    }

    private static Counter rows(MeterRegistry meters, String result) {
        return Counter.builder("staffetta.import.rows")
                .description("Rows of recipients' files that were read to their end")
                .tag("result", result)
                .register(meters);
    }

    /**
     * Reads a file into a campaign that was not started yet. Returns when all of it is stored.
     *
     * @param body the file; read once, as it comes, and not closed
     * @throws Problem those of {@link PeopleFile#open}, {@code campaign_not_found}, {@code campaign_not_editable},
     *     {@code invalid_country}, {@code import_not_found} (the one to mend),
     *     {@code import_running} (another one into this campaign), {@code too_many_imports} (on this node),
     *     {@code too_many_rows}, {@code upload_broken}; then nothing was changed
     */
    public ImportReport load(long ownerId, long campaignId, ImportOrder order, InputStream body) {
        if (places.take(ownerId) != Places.Outcome.TAKEN) {
            throw tooMany();
        }
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            long importId = load(connection, ownerId, campaignId, order, body);
            connection.setAutoCommit(true);
            ImportReport report = report(ownerId, campaignId, importId);
            accepted.increment(report.accepted());
            rejected.increment(report.rejected());
            return report;
        } catch (IOException e) {
            throw new Problem(Problem.Kind.INVALID, "upload_broken", "The file did not arrive completely.");
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            places.leave(ownerId);
        }
    }

    static Problem tooMany() {
        return new Problem(
                Problem.Kind.TOO_MANY,
                "too_many_imports",
                "Other files are being read; try again in a moment.",
                Map.of("retryAfter", RETRY_AFTER));
    }

    private long load(Connection connection, long ownerId, long campaignId, ImportOrder order, InputStream body)
            throws IOException, SQLException {
        ImportGround.Campaign campaign = ImportGround.lock(connection, ownerId, campaignId);
        connection.rollback();
        if (order.mends() != null) {
            report(ownerId, campaignId, order.mends());
        }
        PhoneCells phones = PhoneCells.of(campaign, order.country());
        FileHash hash = new FileHash(body);
        try (PeopleFile file = PeopleFile.open(
                hash.stream(),
                order.kind(),
                order.phoneColumn(),
                cell -> phones.read(cell) != PhoneCells.NONE,
                FileLimits.DOCUMENTED,
                order.readAs())) {
            long importId = begin(connection, campaign, order, file);
            try {
                fill(connection, new Target(campaign, order, importId), file, phones, hash);
                ImportLock.release(connection, importId);
                connection.commit();
                return importId;
            } catch (IOException | SQLException | RuntimeException e) {
                abandon(connection, importId, e);
                throw e;
            }
        }
    }

    /** What an import was begun for. */
    private record Target(ImportGround.Campaign campaign, ImportOrder order, long importId) {}

    private void fill(Connection connection, Target target, PeopleFile file, PhoneCells phones, FileHash hash)
            throws IOException, SQLException {
        ImportGround.Campaign campaign = target.campaign();
        RowCheck check = new RowCheck(
                file.columns(),
                file.phoneColumn(),
                phones,
                ImportGround.phones(connection, campaign.id()),
                OptedOut.of(connection, campaign.ownerId()),
                CampaignTexts.required(campaign.template()),
                FileLimits.DOCUMENTED.rowLength());
        connection.commit();
        try (ChunkWriter writer = new ChunkWriter(connection, target.importId(), checkpoint)) {
            ImportRun run = new ImportRun(campaign.id(), target.importId(), file, check, writer);
            run.load();
            ledger.finish(
                    campaign,
                    target.importId(),
                    target.order().mends(),
                    new ImportLedger.Read(file, run, hash.whole()));
        }
    }

    private long begin(Connection connection, ImportGround.Campaign campaign, ImportOrder order, PeopleFile file)
            throws SQLException {
        for (int attempt = 0; attempt < 2; attempt++) {
            ImportGround.lock(connection, campaign.ownerId(), campaign.id());
            Optional<Long> begun = ImportLedger.begin(connection, campaign.id(), order, file, clock.instant());
            if (begun.isPresent()) {
                ImportLock.acquire(connection, begun.get());
                connection.commit();
                return begun.get();
            }
            connection.rollback();
            recover(connection, campaign.id());
        }
        throw running();
    }

    private void abandon(Connection connection, long importId, Exception why) throws SQLException {
        String code = why instanceof Problem problem ? problem.code() : "interrupted";
        try {
            ImportCleanup.abandon(connection, importId, code, clock.instant());
            ImportLock.release(connection, importId);
            connection.commit();
        } catch (SQLException e) {
            // What cannot be removed now is removed by recover(), as after a crash.
            why.addSuppressed(e);
        }
    }

    /** Whether a file is being read into this campaign, which therefore cannot start. */
    public boolean loading(long campaignId) {
        return jdbc.sql("select exists (select from recipient_import where campaign_id = ? and state = 'loading')")
                .param(campaignId)
                .query(Boolean.class)
                .single();
    }

    /** An import in progress knows who was in the campaign when it began, so nobody may come or go meanwhile. */
    void checkNothingIsRead(long campaignId) {
        if (loading(campaignId)) {
            throw running();
        }
    }

    private static Problem running() {
        return new Problem(
                Problem.Kind.CONFLICT, "import_running", "Another file is being read into this campaign just now.");
    }

    /** Removes what imports that died with their process have left behind. Called at the start and now and then. */
    public void recover() {
        List<Long> loading = jdbc.sql("select campaign_id from recipient_import where state = 'loading'")
                .query((row, n) -> row.getLong(1))
                .list();
        if (loading.isEmpty()) {
            return;
        }
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            for (long campaignId : loading) {
                recover(connection, campaignId);
            }
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void recover(Connection connection, long campaignId) throws SQLException {
        Optional<Long> importId = ImportLedger.loading(connection, campaignId);
        connection.commit();
        if (importId.isPresent() && ImportLock.acquire(connection, importId.get())) {
            ImportCleanup.abandon(connection, importId.get(), "interrupted", clock.instant());
            ImportLock.release(connection, importId.get());
            connection.commit();
        }
    }

    /** The imports of a campaign, oldest first, without their single errors. */
    public List<ImportReport> page(long ownerId, long campaignId, long after, int limit) {
        return ledger.page(ownerId, campaignId, after, limit);
    }

    /**
     * One import with its first errors.
     *
     * @throws Problem {@code import_not_found}
     */
    public ImportReport report(long ownerId, long campaignId, long importId) {
        return report(ownerId, campaignId, importId, RefusedGroup.ALL);
    }

    /**
     * One import with the first errors of a group.
     *
     * @throws Problem {@code import_not_found}
     */
    public ImportReport report(long ownerId, long campaignId, long importId, RefusedGroup group) {
        return ledger.find(ownerId, campaignId, importId, group).orElseThrow(SecondReading::noImport);
    }

    private static RuntimeException failed(SQLException e) {
        return Objects.requireNonNullElseGet(
                new SQLStateSQLExceptionTranslator().translate("import", null, e), () -> new IllegalStateException(e));
    }
}
