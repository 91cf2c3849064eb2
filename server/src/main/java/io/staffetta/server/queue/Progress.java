package io.staffetta.server.queue;

import io.staffetta.core.message.MessageState;
import io.staffetta.server.storage.GroupCommit;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How messages move on, written by few transactions for many threads: marks of sending, what engines said, and the
 * steps of the human sequence. An answer means that it is committed.
 */
@Component
public class Progress implements AutoCloseable {

    private static final int MARKS_PER_COMMIT = 256;
    private static final int WORDS_PER_COMMIT = 512;
    private static final int STEPS_PER_COMMIT = 1000;

    private final GroupCommit<Mark, Marked> marks;
    private final GroupCommit<Word, Settlements.Settled> words;
    private final GroupCommit<Event, Boolean> steps;

    /** Starts the writers on this source; the watch hears of their commits. */
    Progress(DataSource dataSource, SendingMarks marking, Settlements settling, GroupCommit.Watch watch) {
        GroupCommit.Settings standard = GroupCommit.Settings.standard();
        this.marks =
                new GroupCommit<>("marks", dataSource, standard.withMaxBatch(MARKS_PER_COMMIT), marking::commit, watch);
        this.words = new GroupCommit<>(
                "words",
                dataSource,
                standard.withMaxBatch(WORDS_PER_COMMIT).withLostCommit(GroupCommit.LostCommit.REPEAT),
                settling::commit,
                watch);
        this.steps = new GroupCommit<>(
                "steps",
                dataSource,
                standard.withMaxBatch(STEPS_PER_COMMIT),
                (connection, events) -> {
                    EventLog.append(connection, events);
                    return events.stream().map(e -> true).toList();
                },
                watch);
    }

    /**
     * What a word about a message did.
     *
     * @param state the state the message is in now, or null if nobody knows such a message
     * @param dueAt when it is due again, in business time, if it went back into the queue with a time
     * @param undelivered the message, if the word was that it could not be delivered, and was news
     */
    public record Settled(
            @Nullable MessageState state,
            @Nullable Instant dueAt,
            @Nullable RefusedMessage undelivered) {

        private static Settled by(Settlements.Settled settled) {
            return new Settled(settled.state(), settled.dueAt(), settled.undelivered());
        }
    }

    /** Commits a message as sending, or says why not. Only after a {@link Marked.Go} may it be handed over. */
    public Marked mark(Mark mark) {
        return marks.submit(mark);
    }

    /** Commits what an engine said; safe to repeat. */
    public Settled settle(Word word) {
        return Settled.by(words.submit(word));
    }

    /** Takes down what an engine said without waiting for the commit. */
    public CompletableFuture<Settled> hear(Word word) {
        return words.submitAsync(word).thenApply(Settled::by);
    }

    /** Ends a claimed message that has no text to send. */
    public void unrenderable(Claimed claim, String detail) {
        var _ = hear(new Word.NoText(claim, detail));
    }

    /** Takes down a step of the human sequence without waiting for the commit. */
    public void tell(Event step) {
        var _ = steps.submitAsync(step);
    }

    /** The writers' counters, for metrics. */
    public List<GroupCommit<?, ?>> writers() {
        return List.of(marks, words, steps);
    }

    /** Writes what has been submitted and stops. */
    @Override
    public void close() {
        marks.close();
        words.close();
        steps.close();
    }
}
