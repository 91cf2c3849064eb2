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

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one table of moves between message states. The code asks it, the database's check is generated from it, and the
 * tests walk it; a move that is not here does not exist.
 */
public final class MessageMoves {

    private static final Map<MessageState, Set<MessageState>> MOVES = new EnumMap<>(Map.of(
            QUEUED, EnumSet.of(CLAIMED, SKIPPED, FAILED),
            CLAIMED, EnumSet.of(QUEUED, SENDING, SKIPPED, FAILED),
            SENDING, EnumSet.of(SENT, DELIVERED, READ, QUEUED, FAILED, IN_DOUBT),
            IN_DOUBT, EnumSet.of(SENT, DELIVERED, READ, QUEUED, FAILED, UNCONFIRMED),
            // An engine may accept a message and report later that it could not be delivered.
            SENT, EnumSet.of(DELIVERED, READ, FAILED),
            DELIVERED, EnumSet.of(READ),
            READ, EnumSet.noneOf(MessageState.class),
            UNCONFIRMED, EnumSet.of(SENT, DELIVERED, READ, FAILED),
            // Only a person's retry reopens a failure.
            FAILED, EnumSet.of(QUEUED),
            SKIPPED, EnumSet.noneOf(MessageState.class)));

    private MessageMoves() {}

    /** Whether a message may go from one state to the other. Staying is not a move. */
    public static boolean allows(MessageState from, MessageState to) {
        return MOVES.get(from).contains(to);
    }

    /** The states that can be reached from this one in one move. */
    public static Set<MessageState> from(MessageState state) {
        return Set.copyOf(MOVES.get(state));
    }

    /** The whole table as a list of SQL literals such as {@code 'queued>claimed','queued>skipped'}. */
    public static String asSqlList() {
        return MOVES.entrySet().stream()
                .flatMap(from ->
                        from.getValue().stream().map(to -> "'" + from.getKey().code() + ">" + to.code() + "'"))
                .collect(Collectors.joining(","));
    }
}
