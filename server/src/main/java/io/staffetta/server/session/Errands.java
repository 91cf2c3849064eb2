package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * What nodes ask of each other, through the database that they share: the one who asks writes a row and waits for its
 * answer, the one who is asked looks for rows of its own. A notification only makes that quicker. Thread-safe.
 */
final class Errands {

    /** Notified when there is an errand for the node that the payload names. */
    static final String CHANNEL = "staffetta_errand";

    /** How they are called between nodes; a name never changes, for nodes of two versions may talk to each other. */
    private static final Map<String, Class<? extends Errand>> KINDS = Map.of(
            "order", Errand.Order.class,
            "configure", Errand.Configure.class,
            "typed_code", Errand.TypedCode.class,
            "prepare_removal", Errand.PrepareRemoval.class,
            "remove", Errand.Remove.class,
            "stand", Errand.Stand.class);

    private static final long FIRST_LOOK_NANOS = 10_000_000;
    private static final long LONGEST_PAUSE_NANOS = 200_000_000;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    Errands(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** An errand that waits to be done, as it was written down: another node's version may know more of them. */
    record Waiting(long id, String kind, String args) {}

    /**
     * Has another node do it.
     *
     * @return the answer; empty if none came in time, whatever the other node did
     * @throws Problem as the other node did
     */
    Optional<Errand.Answer> ask(UUID node, Errand errand) {
        long id = jdbc.sql("""
                with asked as (
                    insert into session_errand (node_id, session_pk, kind, args)
                    values (:node, :session, :kind, :args::jsonb) returning id)
                select id, pg_notify(:channel, :node::text) from asked
                """)
                .param("node", node)
                .param("session", errand.sessionPk())
                .param("kind", kind(errand))
                .param("args", json.writeValueAsString(errand))
                .param("channel", CHANNEL)
                .query((row, n) -> row.getLong(1))
                .single();
        try {
            Optional<Errand.Answer> answer =
                    await(id, System.nanoTime() + errand.patience().toNanos());
            answer.map(Errand.Answer::failure).ifPresent(Errands::raise);
            return answer;
        } finally {
            jdbc.sql("delete from session_errand where id = ?").param(id).update();
        }
    }

    private Optional<Errand.Answer> await(long id, long deadline) {
        for (long pause = FIRST_LOOK_NANOS;
                System.nanoTime() < deadline;
                pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
            LockSupport.parkNanos(pause);
            Optional<Errand.Answer> answer = jdbc.sql(
                            "select answer from session_errand where id = ? and answer is not null")
                    .param(id)
                    .query(String.class)
                    .optional()
                    .map(text -> json.readValue(text, Errand.Answer.class));
            if (answer.isPresent() || Thread.currentThread().isInterrupted()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    private static void raise(Errand.Failure failure) {
        throw new Problem(Kind.valueOf(failure.kind()), failure.code(), failure.message(), failure.details());
    }

    /** What waits for this node, oldest first; what nobody can be waiting for any more goes. */
    List<Waiting> waitingFor(UUID node, int most) {
        jdbc.sql("delete from session_errand where created_at < clock_timestamp() - interval '1 minute'")
                .update();
        return jdbc.sql("""
                select id, kind, args from session_errand
                where node_id = ? and answer is null
                order by id limit ?
                """)
                .params(node, most)
                .query((row, n) -> new Waiting(row.getLong(1), row.getString(2), row.getString(3)))
                .list();
    }

    /**
     * What was written down.
     *
     * @throws Problem {@code session_elsewhere} if this version does not know it
     */
    Errand read(Waiting waiting) {
        Class<? extends Errand> type = KINDS.get(waiting.kind());
        if (type == null) {
            throw new Problem(
                    Kind.UNAVAILABLE,
                    "session_elsewhere",
                    "The node that holds this session runs another version, which cannot do that; try again later.");
        }
        return json.readValue(waiting.args(), type);
    }

    private static String kind(Errand errand) {
        return KINDS.entrySet().stream()
                .filter(kind -> kind.getValue() == errand.getClass())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Answers; nothing happens if nobody waits any more. */
    void answer(long id, Errand.Answer answer) {
        jdbc.sql("update session_errand set answer = ?::jsonb where id = ?")
                .params(json.writeValueAsString(answer), id)
                .update();
    }
}
