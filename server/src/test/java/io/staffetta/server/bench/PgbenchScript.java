package io.staffetta.server.bench;

import io.staffetta.server.queue.PgbenchBatches;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The transactions that the product commits for a batch of messages, as a script of pgbench: their statements come from a
 * log of what the product really sent, only the parameters are given names.
 */
final class PgbenchScript {

    /** The heads: lane, session, owner's epoch, key, business time, up to which time, most. Taken at: message, session, epochs. */
    private static final String CLAIM = """
            lanes sessions ones zeros nows nows ones
            now ids sessions ones ones
            """;

    /**
     * The lanes; the people's locks; the numbers' locks; limits: number, session; the numbers' last writers; people: message,
     * business time. Marked at: message, attempt, engine's id, number, business time, epochs; told at.
     */
    private static final String MARK = """
            lanes
            keys
            sessions
            numbers sessions
            numbers
            ids nows
            now now ids attempts engine_ids numbers nows ones ones now
            """;

    /**
     * The messages. Sent at: message, state, reason, due, engine's id, error, has left, attempts, parked, leaves it open. Events: at, owner,
     * kind, phase, message, campaign, session, lane, reason, attempt, next, detail. Sessions: how many. The campaigns' lock.
     * Counted at: campaign, what is added.
     */
    private static final String SETTLE = """
            ids
            now now ids sents nulls nulls engine_ids nulls trues ones zeros falses
            nows owners kinds sents ids campaigns sessions lanes nulls ones nulls nulls
            sessions ones
            campaigns
            now campaigns ones zeros zeros zeros zeros zeros zeros
            """;

    private final StringBuilder text = new StringBuilder();

    PgbenchScript(StatementLog log) {
        text.append("\\set n :n + 1\n");
        text.append("select ").append(String.join(", ", PgbenchBatches.COLUMNS));
        text.append(" from bench_batch where round = :round and client = :client_id and n = :n \\gset\n");
        add(log.usual(sql -> sql.contains("set state = 'claimed'")), CLAIM);
        add(log.usual(sql -> sql.contains("set state = 'sending'")), MARK);
        add(log.usual(sql -> sql.contains("sent = c.sent + b.sent")), SETTLE);
    }

    /** What does not differ from batch to batch, as definitions of pgbench. */
    static List<String> constants(long owner, String now, int size) {
        return List.of(
                "now=" + now,
                "nows=" + times("\"" + now + "\"", size),
                "owners=" + times(Long.toString(owner), size),
                "ones=" + times("1", size),
                "zeros=" + times("0", size),
                "nulls=" + times("NULL", size),
                "trues=" + times("t", size),
                "falses=" + times("f", size),
                "kinds=" + times("message", size),
                "sents=" + times("sent", size),
                "n=0");
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** The product's driver sends BEGIN together with the first statement, pgbench on its own: a round trip more. */
    private void add(List<String> statements, String parameters) {
        Iterator<String> names = List.of(parameters.strip().split("\\s+")).iterator();
        List<String> named = new ArrayList<>();
        for (String statement : statements) {
            named.add(named(statement.strip(), names));
        }
        if (names.hasNext()) {
            throw changed(statements);
        }
        text.append("begin;\n");
        named.forEach(statement -> text.append(statement).append(";\n"));
        text.append("end;\n");
    }

    private static String named(String statement, Iterator<String> names) {
        StringBuilder named = new StringBuilder();
        for (int i = 0; i < statement.length(); i++) {
            if (statement.charAt(i) != '?') {
                named.append(statement.charAt(i));
            } else if (names.hasNext()) {
                named.append(':').append(names.next());
            } else {
                throw changed(List.of(statement));
            }
        }
        return named.toString();
    }

    private static IllegalStateException changed(List<String> statements) {
        return new IllegalStateException("The product's statements have changed: name their parameters anew in "
                + PgbenchScript.class.getSimpleName() + "\n" + String.join("\n", statements));
    }

    private static String times(String value, int size) {
        return "{" + String.join(",", java.util.Collections.nCopies(size, value)) + "}";
    }
}
