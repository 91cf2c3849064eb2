package io.staffetta.server.campaign;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.server.campaign.file.FileKind;
import io.staffetta.server.queue.CampaignEnds;
import io.staffetta.server.queue.Cancelling;
import io.staffetta.server.queue.EventLog;
import io.staffetta.server.queue.Transactions;
import io.staffetta.server.storage.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** A database with one user and the parts that turn files into messages. */
public final class CampaignFixture implements AutoCloseable {

    /** When everything in here happens. */
    public static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");

    private final TestDatabase database = TestDatabase.create();
    private final JsonMapper json = new JsonMapper();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final long ownerId;
    private int campaigns;
    private volatile ImportCheckpoint checkpoint = () -> {};

    /** Makes the user. */
    public CampaignFixture() {
        ownerId = jdbc().sql("""
                insert into app_user (email, password_hash, created_at) values ('a@example.org', '', now()) returning id
                """).query(Long.class).single();
    }

    /** What happens after every chunk of an import. */
    public void atCheckpoint(ImportCheckpoint what) {
        checkpoint = what;
    }

    public JdbcClient jdbc() {
        return database.jdbc();
    }

    public DataSource dataSource() {
        return database.dataSource();
    }

    public long owner() {
        return ownerId;
    }

    /** A draft with this template; Italian, for real numbers. */
    public long campaign(String template) {
        String publicId = String.format("%024x", ++campaigns);
        long id = jdbc().sql("""
                insert into campaign (public_id, reference, owner_id, name, status, simulated, default_country,
                    message_delay_min_ms, message_delay_max_ms, contact_delay_min_ms, contact_delay_max_ms,
                    created_at, updated_at)
                values (?, ?, ?, 'Spring', 'draft', false, 'IT', 0, 0, 0, 0, now(), now()) returning id
                """)
                .params(publicId, "blast_20260301_" + campaigns, ownerId)
                .query(Long.class)
                .single();
        step(id, 0, template, Duration.ZERO);
        return id;
    }

    public void step(long campaignId, int step, String template, Duration after) {
        jdbc().sql("insert into campaign_step (campaign_id, step, template, after_ms) values (?, ?, ?, ?)")
                .params(campaignId, step, template, after.toMillis())
                .update();
    }

    /** Starts a campaign as far as planning is concerned and returns its lane. */
    public long started(long campaignId) {
        jdbc().sql("update campaign set status = 'running', started_at = now(), total = recipients where id = ?")
                .param(campaignId)
                .update();
        return jdbc().sql("""
                insert into lane (owner_id, kind, campaign_id, status, simulated)
                values (?, 'campaign', ?, 'open', false) returning id
                """).params(ownerId, campaignId).query(Long.class).single();
    }

    public Imports imports() {
        return new Imports(
                dataSource(), jdbc(), ledger(), () -> checkpoint.reached(), clock, new SimpleMeterRegistry());
    }

    private ImportLedger ledger() {
        return new ImportLedger(
                jdbc(),
                new RefusedPages(jdbc()),
                json,
                new EventLog(dataSource()),
                new DataSourceTransactionManager(dataSource()),
                clock);
    }

    public Planning planning() {
        return new Planning(
                jdbc(),
                new DataSourceTransactionManager(dataSource()),
                new EventLog(dataSource()),
                new CampaignEnds(new Transactions(new DataSourceTransactionManager(dataSource()), dataSource()), clock),
                new RealTime(),
                clock);
    }

    public Cancelling cancelling() {
        return new Cancelling(jdbc(), new DataSourceTransactionManager(dataSource()), clock);
    }

    CampaignTexts texts() {
        return new CampaignTexts(jdbc(), json, new MissingStreaks((ownerId, campaignId) -> {}));
    }

    public Preview preview() {
        return new Preview(jdbc(), texts());
    }

    public ImportReport load(long campaignId, FileKind kind, InputStream body) {
        return imports().load(ownerId, campaignId, new ImportOrder(kind, null, null), body);
    }

    public ImportReport csv(long campaignId, String text) {
        return load(campaignId, FileKind.CSV, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    public String report(long campaignId) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new RecipientReport(jdbc(), json).write(ownerId, campaignId, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    public RecipientReport recipientReport() {
        return new RecipientReport(jdbc(), json);
    }

    Mending mending() {
        Transactions transactions = new Transactions(new DataSourceTransactionManager(dataSource()), dataSource());
        return new Mending(transactions, imports(), new RefusedPages(jdbc()), new SecondReading(jdbc(), json), jdbc());
    }

    Remarked remarked() {
        Transactions transactions = new Transactions(new DataSourceTransactionManager(dataSource()), dataSource());
        return new Remarked(transactions, imports(), mending(), new SecondReading(jdbc(), json), jdbc(), clock);
    }

    public String rejected(ImportReport report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new RefusedRows(new RefusedPages(jdbc())).write(report, row -> row.code() + " " + row.detail(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    public int count(String sql, Object... parameters) {
        return jdbc().sql(sql).params(parameters).query(Integer.class).single();
    }

    @Override
    public void close() {
        database.close();
    }

    private static final class RealTime implements BusinessTime {

        @Override
        public Instant now(boolean simulated) {
            return NOW;
        }

        @Override
        public Duration real(boolean simulated, Duration business) {
            return business;
        }
    }
}
