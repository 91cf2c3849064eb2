package io.staffetta.core.message;

import static io.staffetta.core.message.MessageState.CLAIMED;
import static io.staffetta.core.message.MessageState.DELIVERED;
import static io.staffetta.core.message.MessageState.FAILED;
import static io.staffetta.core.message.MessageState.IN_DOUBT;
import static io.staffetta.core.message.MessageState.QUEUED;
import static io.staffetta.core.message.MessageState.READ;
import static io.staffetta.core.message.MessageState.SENDING;
import static io.staffetta.core.message.MessageState.SENT;
import static io.staffetta.core.message.MessageState.SKIPPED;
import static io.staffetta.core.message.MessageState.UNCONFIRMED;

import java.util.Arrays;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * The one table of moves between message states. The code asks it, the database's check is generated from it, and the
 * tests walk it; a move that is not here does not exist.
 */
public final class MessageMoves {

    private MessageMoves() {}

    /** The states that can be reached from this one in one move. */
    public static Set<MessageState> from(MessageState state) {
        return switch (state) {
            case QUEUED -> Set.of(CLAIMED, SKIPPED, FAILED, SENT, DELIVERED, READ, UNCONFIRMED);
            case CLAIMED -> Set.of(QUEUED, SENDING, SKIPPED, FAILED, SENT, DELIVERED, READ, UNCONFIRMED);
            case SENDING -> Set.of(SENT, DELIVERED, READ, QUEUED, FAILED, IN_DOUBT, UNCONFIRMED);
            case IN_DOUBT -> Set.of(SENT, DELIVERED, READ, QUEUED, FAILED, UNCONFIRMED);
            // An engine may accept a message and report later that it could not be delivered.
            case SENT -> Set.of(DELIVERED, READ, FAILED);
            case DELIVERED -> Set.of(READ);
            case UNCONFIRMED -> Set.of(SENT, DELIVERED, READ, FAILED);
            // Only a person's retry reopens a failure.
            case FAILED -> Set.of(QUEUED);
            case READ, SKIPPED -> Set.of();
        };
    }

    /** Whether a move is only for a message of which an earlier attempt may have left: it speaks of that attempt. */
    public static boolean needsEarlierAttempt(MessageState from, MessageState to) {
        boolean waiting = from == QUEUED || from == CLAIMED;
        return (waiting && (to.left() || to == UNCONFIRMED)) || (from == SENDING && to == UNCONFIRMED);
    }

    /** Whether a message may go from one state to the other. Staying is not a move. */
    public static boolean allows(MessageState from, MessageState to) {
        return from(from).contains(to);
    }

    /** The whole table as a list of SQL literals such as {@code 'queued>claimed','queued>skipped'}, in a fixed order. */
    public static String asSqlList() {
        return asSqlList((from, to) -> true);
    }

    /** Those of them that {@link #needsEarlierAttempt need an earlier attempt}, in the same manner. */
    public static String ofEarlierAttemptsAsSqlList() {
        return asSqlList(MessageMoves::needsEarlierAttempt);
    }

    private static String asSqlList(BiPredicate<MessageState, MessageState> which) {
        return Arrays.stream(MessageState.values())
                .flatMap(from -> from(from).stream()
                        .sorted()
                        .filter(to -> which.test(from, to))
                        .map(to -> "'" + from.code() + ">" + to.code() + "'"))
                .collect(Collectors.joining(","));
    }
}
