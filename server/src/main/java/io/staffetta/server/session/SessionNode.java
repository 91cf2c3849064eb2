package io.staffetta.server.session;

import com.github.benmanes.caffeine.cache.Ticker;
import io.staffetta.server.queue.EventLog;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sessions of this node, put together: begins when everything else stands, stops sending first of all, and drops the
 * connections last, when what was being handed over has ended.
 */
final class SessionNode implements SmartLifecycle, DisposableBean {

    private final Surroundings surroundings;
    private final SessionStore store;
    private final SessionOwners owners;
    private final StateJournal journal;
    private final CredentialStore credentials;
    private final SettingsKeeping settings;
    private final WebhookTokens tokens;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Supervisor supervisor;
    private final Custody custody;
    private final Reach reach;
    private final ErrandDesk errands;
    private volatile boolean running;

    SessionNode(Surroundings surroundings, JsonMapper json, int restoreAtOnce) {
        this.surroundings = surroundings;
        JdbcClient jdbc = JdbcClient.create(surroundings.jdbc());
        DataSource dataSource = Objects.requireNonNull(surroundings.jdbc().getDataSource());
        this.store = new SessionStore(jdbc, json);
        this.owners = new SessionOwners(jdbc);
        this.journal = new StateJournal(dataSource, json);
        this.credentials = new CredentialStore(jdbc, surroundings.vault(), surroundings.second());
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.tokens = new WebhookTokens(jdbc, surroundings.vault());
        this.settings = new SettingsKeeping(
                surroundings.engines(),
                store,
                new SecretSettings(jdbc, surroundings.vault(), json),
                tokens,
                transaction,
                surroundings.clock());
        this.supervisor = new Supervisor(surroundings, journal, credentials, settings, threads);
        this.custody = new Custody(
                surroundings.lease(),
                new Takeover(jdbc, transaction, owners, new EventLog(dataSource), surroundings.clock()),
                store,
                supervisor,
                new Restore(supervisor, threads, restoreAtOnce),
                new Sharing(surroundings.lease(), owners, supervisor, surroundings.engines()),
                surroundings.recovery(),
                surroundings.clock());
        Orders orders = new Orders(supervisor, store, surroundings.clock());
        Errands between = new Errands(jdbc, json);
        this.reach = new Reach(supervisor, orders, owners, surroundings.lease(), between);
        this.errands = new ErrandDesk(between, surroundings.lease(), supervisor, orders, dataSource, threads);
    }

    /** The front for creating and changing sessions. */
    Sessions sessions(Sessions.Records records, List<SessionRemoval> removals) {
        UsageQuery usage = new UsageQuery(surroundings.jdbc(), surroundings.businessTime(), Ticker.systemTicker());
        return new Sessions(
                store,
                usage,
                owners,
                surroundings.lease(),
                supervisor,
                reach,
                surroundings.engines(),
                settings,
                records,
                removals);
    }

    /** The front for switching and pairing them. */
    SessionControl control(Sessions sessions, Sessions.Records records) {
        return new SessionControl(sessions, store, reach, records, surroundings.second(), surroundings.dispatcher());
    }

    /** The front for approved templates. */
    SessionTemplates templates() {
        return new SessionTemplates(store, surroundings.engines(), settings);
    }

    /** The front for files. */
    SessionUploads uploads() {
        return new SessionUploads(store, surroundings.engines(), settings);
    }

    /** The front for calls from outside. */
    CalledSessions called(Sessions.Records records) {
        return new CalledSessions(
                store, settings, tokens, supervisor, surroundings.lease(), surroundings.engines(), records);
    }

    Custody custody() {
        return custody;
    }

    Supervisor supervisor() {
        return supervisor;
    }

    @Override
    public void start() {
        running = true;
        settings.sealOlder();
        custody.start();
        errands.start();
        surroundings.second().begin(new OriginalRows(store, credentials, supervisor));
    }

    @Override
    public void stop() {
        running = false;
        errands.stop();
        custody.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void destroy() {
        custody.stop();
        custody.release();
        threads.shutdown();
        journal.close();
    }
}
