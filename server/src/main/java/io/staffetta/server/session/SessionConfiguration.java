package io.staffetta.server.session;

import io.staffetta.core.engine.Engine;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Users;
import io.staffetta.server.dispatch.Dispatcher;
import io.staffetta.server.queue.EventLog;
import io.staffetta.server.queue.Lanes;
import io.staffetta.server.queue.Recovery;
import io.staffetta.server.session.Sessions.Records;
import io.staffetta.server.storage.DataFolder;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.json.JsonMapper;

/** Puts the supervision of sessions together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SessionProperties.class)
class SessionConfiguration {

    @Bean
    Vault vault(JdbcClient jdbc, DataFolder folder, SessionProperties properties) {
        VaultKey key = new VaultKey(
                properties.vault().key(),
                properties.vault().keyFile(),
                folder.path().resolve("keys").resolve("vault.key"));
        return new VaultOpener(jdbc, key, new SecureRandom()).open();
    }

    /** The driver's classes are not even loaded where no database of that sort is named. */
    @Bean
    SecondStore secondStore(Environment variables, Vault vault, Clock clock) {
        Optional<MongoAddress> address = MongoAddress.of(variables);
        return address.isPresent()
                ? new MongoStore(address.get(), vault.installation(), clock)
                : new SecondStore.None();
    }

    @Bean
    NodeLease nodeLease(JdbcClient jdbc, DataFolder folder, @Value("${staffetta.version}") String version) {
        return new NodeLease(jdbc, NodeIdentity.of(folder.path()), version, System::nanoTime);
    }

    @Bean
    Nodes nodes(JdbcClient jdbc, NodeLease lease) {
        return new Nodes(jdbc, lease.nodeId());
    }

    @Bean
    EnvironmentSettings environmentSettings(Environment environment, Users users) {
        return new EnvironmentSettings(
                environment::getProperty,
                owner ->
                        users.administrator().filter(user -> user.id() == owner).isPresent());
    }

    @Bean
    Engines engines(List<Engine> engines, EnvironmentSettings environment, Environment configuration) {
        return new Engines(engines, environment, name -> Optional.ofNullable(configuration.getProperty(name)));
    }

    @Bean
    Surroundings sessionSurroundings(
            JdbcTemplate jdbc,
            Engines engines,
            Dispatcher dispatcher,
            Recovery recovery,
            NodeLease lease,
            Vault vault,
            BusinessTime businessTime,
            Clock clock,
            RandomGenerator random,
            ObjectProvider<InboundListener> inbound,
            ObjectProvider<SessionWatcher> watchers,
            SecondStore second) {
        return new Surroundings(
                jdbc,
                engines,
                dispatcher,
                recovery::takenOver,
                lease,
                vault,
                businessTime,
                clock,
                random,
                all(inbound),
                all(watchers),
                second);
    }

    @Bean
    SessionNode sessionNode(Surroundings surroundings, JsonMapper json, SessionProperties properties) {
        return new SessionNode(surroundings, json, properties.sessions().restoreAtOnce());
    }

    @Bean
    Records sessionRecords(
            TransactionTemplate transaction,
            Lanes lanes,
            EventLog events,
            Audit audit,
            Clock clock,
            EnvironmentSettings environment) {
        return new Records(transaction, lanes, events, audit, clock, environment);
    }

    @Bean
    Sessions sessions(SessionNode node, Records records, List<SessionRemoval> removals) {
        return node.sessions(records, removals);
    }

    @Bean
    SessionControl sessionControl(SessionNode node, Sessions sessions, Records records) {
        return node.control(sessions, records);
    }

    @Bean
    CalledSessions calledSessions(SessionNode node, Records records) {
        return node.called(records);
    }

    @Bean
    SessionTemplates sessionTemplates(SessionNode node) {
        return node.templates();
    }

    @Bean
    SessionUploads sessionUploads(SessionNode node) {
        return node.uploads();
    }

    /** All beans of a kind, looked up when first needed: they may need the sessions themselves. */
    private static <T> Supplier<List<T>> all(ObjectProvider<T> provider) {
        return SingletonSupplier.of(() -> provider.orderedStream().toList());
    }
}
