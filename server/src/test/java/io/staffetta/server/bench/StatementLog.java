package io.staffetta.server.bench;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * Takes down which statements are committed together, and how long they take, while it is switched on; while it is off,
 * connections are handed through untouched.
 */
final class StatementLog {

    private final Map<List<String>, LongAdder> transactions = new ConcurrentHashMap<>();
    private final Map<String, Spent> statements = new ConcurrentHashMap<>();
    private volatile boolean on;

    private record Spent(LongAdder times, LongAdder nanos) {}

    void on(boolean now) {
        on = now;
    }

    /** This source, watched. */
    DataSource watch(DataSource source) {
        return proxy(DataSource.class, (self, method, args) -> {
            Object answer = call(source, method, args);
            return on && answer instanceof Connection connection ? watch(connection) : answer;
        });
    }

    /** The statements of the most frequent transaction among those that have a statement like this, in order. */
    List<String> usual(Predicate<String> statement) {
        return transactions.entrySet().stream()
                .filter(entry -> entry.getKey().stream().anyMatch(statement))
                .max(Comparator.comparingLong(entry -> entry.getValue().sum()))
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new IllegalStateException("no such transaction was committed"));
    }

    /** Prints each statement's calls and time, the most expensive first. */
    void printTimes() {
        statements.entrySet().stream()
                .sorted(Comparator.comparingLong(
                        entry -> -entry.getValue().nanos().sum()))
                .limit(20)
                .forEach(entry -> System.out.printf(
                        "  %6d × %7.3f ms  %s%n",
                        entry.getValue().times().sum(),
                        entry.getValue().nanos().sum()
                                / 1e6
                                / entry.getValue().times().sum(),
                        start(entry.getKey())));
    }

    private static String start(String sql) {
        String line = sql.replaceAll("\\s+", " ").strip();
        return line.substring(0, Math.min(90, line.length()));
    }

    private Connection watch(Connection connection) {
        List<String> current = new ArrayList<>();
        return proxy(Connection.class, (self, method, args) -> {
            long begun = System.nanoTime();
            Object answer = call(connection, method, args);
            switch (method.getName()) {
                case "commit" -> {
                    spent("commit", begun);
                    transactions
                            .computeIfAbsent(List.copyOf(current), key -> new LongAdder())
                            .increment();
                    current.clear();
                }
                case "rollback" -> current.clear();
                default -> {}
            }
            return answer instanceof PreparedStatement statement ? watch(statement, (String) args[0], current) : answer;
        });
    }

    private PreparedStatement watch(PreparedStatement statement, String sql, List<String> current) {
        return proxy(PreparedStatement.class, (self, method, args) -> {
            long begun = System.nanoTime();
            Object answer = call(statement, method, args);
            if (method.getName().startsWith("execute")) {
                current.add(sql);
                spent(sql, begun);
            }
            return answer;
        });
    }

    private void spent(String what, long begun) {
        Spent spent = statements.computeIfAbsent(what, key -> new Spent(new LongAdder(), new LongAdder()));
        spent.times().increment();
        spent.nanos().add(System.nanoTime() - begun);
    }

    private static Object call(Object target, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof SQLException cause ? cause : e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(StatementLog.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
