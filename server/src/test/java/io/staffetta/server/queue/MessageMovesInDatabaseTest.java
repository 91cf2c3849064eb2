package io.staffetta.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.message.MessageMoves;
import io.staffetta.core.message.MessageState;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

class MessageMovesInDatabaseTest {

    @Test
    void theDatabaseAllowsExactlyTheMovesOfTheTable() {
        try (QueueWorld world = new QueueWorld()) {
            long lane = world.lanes.directOf(world.session());
            for (MessageState from : MessageState.values()) {
                for (MessageState to : MessageState.values()) {
                    if (from != to) {
                        assertThat(moves(world, lane, from, to, true))
                                .as("%s to %s after an earlier attempt", from, to)
                                .isEqualTo(MessageMoves.allows(from, to));
                        assertThat(moves(world, lane, from, to, false))
                                .as("%s to %s", from, to)
                                .isEqualTo(
                                        MessageMoves.allows(from, to) && !MessageMoves.needsEarlierAttempt(from, to));
                    }
                }
            }
        }
    }

    @Test
    void theDatabaseKnowsNoOtherStates() {
        try (QueueWorld world = new QueueWorld()) {
            long lane = world.lanes.directOf(world.session());
            long message = world.message(lane, null);
            world.jdbc.sql("alter table message disable trigger message_move").update();
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> world.jdbc
                            .sql("update message set state = 'lost' where id = ?")
                            .param(message)
                            .update())
                    .hasMessageContaining("message_state");
        }
    }

    private static boolean moves(
            QueueWorld world, long lane, MessageState from, MessageState to, boolean earlierAttempt) {
        long message = world.jdbc
                .sql("""
                insert into message (owner_id, lane_id, phone, state, may_have_left, due_at, created_at, updated_at)
                values (?, ?, 391, ?, ?, now(), now(), now()) returning id
                """)
                .params(world.owner, lane, from.code(), earlierAttempt)
                .query(Long.class)
                .single();
        try {
            world.jdbc
                    .sql("update message set state = ? where id = ?")
                    .params(to.code(), message)
                    .update();
            return true;
        } catch (DataAccessException e) {
            return false;
        }
    }
}
