package io.staffetta.server.storage;

import io.staffetta.core.message.MessageMoves;
import io.staffetta.core.message.MessageState;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings a database to the schema of this version. The one table of message moves flows into it from the code. */
final class Migrations {

    private Migrations() {}

    /** Runs what has not run yet. */
    static void run(DataSource dataSource) {
        configured(Flyway.configure().dataSource(dataSource)).load().migrate();
    }

    /** The same settings everywhere: at start, in a restore, in tests. */
    static FluentConfiguration configured(FluentConfiguration flyway) {
        return flyway.locations("classpath:db/migration").placeholders(placeholders());
    }

    private static Map<String, String> placeholders() {
        String states = Arrays.stream(MessageState.values())
                .map(state -> "'" + state.code() + "'")
                .collect(Collectors.joining(","));
        return Map.of("messageMoves", MessageMoves.asSqlList(), "messageStates", states);
    }
}
