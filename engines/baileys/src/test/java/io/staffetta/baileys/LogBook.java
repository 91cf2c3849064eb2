package io.staffetta.baileys;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Everything that the engine logs, down to the finest. */
final class LogBook extends Handler {

    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9+/]{40,}");
    private static final Logger ENGINE = Logger.getLogger("io.staffetta.baileys");

    private final List<String> lines = new CopyOnWriteArrayList<>();

    static LogBook opened() {
        LogBook book = new LogBook();
        ENGINE.setLevel(Level.ALL);
        ENGINE.addHandler(book);
        return book;
    }

    /** Those words of the session's credentials and keys that were logged. */
    List<String> secretsOf(TestSession session) {
        String all = String.join("\n", lines);
        return Stream.concat(Stream.ofNullable(session.credentials.get()), session.keys.kept.values().stream())
                .map(secret -> new String(secret.bytes(), StandardCharsets.UTF_8))
                .flatMap(text -> SECRET.matcher(text).results())
                .map(match -> match.group())
                .filter(all::contains)
                .toList();
    }

    int size() {
        return lines.size();
    }

    @Override
    public void publish(LogRecord entry) {
        lines.add(entry.getMessage() + " "
                + List.of(entry.getParameters() == null ? new Object[0] : entry.getParameters()) + " "
                + entry.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ENGINE.removeHandler(this);
    }
}
