package io.staffetta.server.queue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ids for messages before they are written, drawn by the block: whoever knows the id beforehand can write a message
 * again without doubling it.
 */
@Component
class MessageIds {

    private static final int BLOCK = 500;

    private final JdbcClient jdbc;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Long> drawn = new ArrayDeque<>();

    MessageIds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    long next() {
        lock.lock();
        try {
            if (drawn.isEmpty()) {
                drawn.addAll(draw());
            }
            return drawn.remove();
        } finally {
            lock.unlock();
        }
    }

    private List<Long> draw() {
        return jdbc.sql("select nextval('message_ids') from generate_series(1, ?)")
                .param(BLOCK)
                .query((row, n) -> row.getLong(1))
                .list();
    }
}
