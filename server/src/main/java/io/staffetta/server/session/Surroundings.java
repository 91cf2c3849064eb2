package io.staffetta.server.session;

import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.server.dispatch.Dispatcher;
import io.staffetta.server.queue.SessionTaken;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the sessions of a node need from around them.
 *
 * @param jdbc the database
 * @param recovery heals the messages of sessions just taken
 * @param clock real time
 * @param random for jitter
 * @param inbound asked for when the first message comes in
 * @param watchers asked for when the first session moves
 * @param second where sessions and credentials are stored, too
 */
record Surroundings(
        JdbcTemplate jdbc,
        Engines engines,
        Dispatcher dispatcher,
        Consumer<List<SessionTaken>> recovery,
        NodeLease lease,
        Vault vault,
        BusinessTime businessTime,
        Clock clock,
        RandomGenerator random,
        Supplier<List<InboundListener>> inbound,
        Supplier<List<SessionWatcher>> watchers,
        SecondStore second) {}
