package io.staffetta.server.session;

import io.staffetta.server.session.Session.Account;
import io.staffetta.server.session.Session.Condition;
import io.staffetta.server.session.Session.NumberRestriction;
import io.staffetta.server.session.Vault.Sealed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something to write about a session; refused when this node owns it no longer. */
sealed interface JournalEntry {

    /** Of which session. */
    Owned of();

    /**
     * A session under the epoch in which this node owns it.
     *
     * @param epoch part of every write
     */
    record Owned(long sessionPk, long ownerId, long epoch) {}

    /** These credentials replace the ones before. */
    record Keep(Owned of, Sealed sealed, Instant at) implements JournalEntry {}

    /** The credentials open nothing any more. */
    record Forget(Owned of) implements JournalEntry {}

    /** These of its keys change, all or none. */
    record KeepKeys(Owned of, List<KeyChange> changes) implements JournalEntry {}

    /** Its keys open nothing any more. */
    record ForgetKeys(Owned of) implements JournalEntry {}

    /**
     * What becomes of a key.
     *
     * @param sealed null if it goes
     */
    record KeyChange(
            long sessionPk, KeyLabel label, @Nullable Sealed sealed) {}

    /**
     * What a key is found by.
     *
     * @param hex its bytes
     */
    record KeyLabel(String hex) {}

    /**
     * What is observed now.
     *
     * @param ready whether it became ready with this
     * @param restriction the one that holds; its id is 0 while it has none yet
     * @param firstNumber whether the phone was unknown before
     * @param facts more for the event
     */
    record Move(
            Owned of,
            Condition condition,
            Account account,
            @Nullable NumberRestriction restriction,
            boolean ready,
            boolean firstNumber,
            Map<String, ?> facts,
            Instant at)
            implements JournalEntry {}

    /** What became of it. */
    sealed interface Outcome {

        /**
         * It is on disk.
         *
         * @param restrictionId of the restriction that holds, or of the last one
         */
        record Written(long restrictionId) implements Outcome {}

        /** Another node owns the session, or it is gone; nothing was written. */
        record Fenced() implements Outcome {}
    }
}
