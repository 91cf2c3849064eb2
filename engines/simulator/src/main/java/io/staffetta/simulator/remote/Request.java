package io.staffetta.simulator.remote;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.simulator.world.BehaviourChange;
import io.staffetta.simulator.world.ClockReading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line from the product to the simulator. {@code call} numbers what is answered; {@code connection} numbers the
 * connections of one client. Without a session key the default behaviour is meant.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "do")
sealed interface Request {

    /** The first line: who it is, and that they may. */
    record Hello(String secret, String client) implements Request {
        @Override
        public String toString() {
            return "Hello[" + client + "]";
        }
    }

    record Ping() implements Request {}

    /** Numbers are never used twice, so that nothing said to an older connection is taken for the newer one. */
    record Connect(
            long connection, String sessionKey, @Nullable Credentials credentials) implements Request {}

    record Refresh(long connection) implements Request {}

    record RequestCode(long connection, long phone) implements Request {}

    record LogOutHere(long connection) implements Request {}

    record Close(long connection) implements Request {}

    /** What is answered. */
    sealed interface Call extends Request {
        long call();
    }

    record Send(long call, long connection, OutboundMessage message) implements Call {}

    record LookUp(long call, long connection, String messageId) implements Call {}

    record Scan(long call, String sessionKey, @Nullable Long number) implements Call {}

    record Drop(long call, String sessionKey, String reason) implements Call {}

    record LogOut(long call, String sessionKey) implements Call {}

    record Ban(long call, String sessionKey, String reason) implements Call {}

    record Restrict(long call, String sessionKey, Instant until, String kind) implements Call {}

    record Unrestrict(long call, String sessionKey) implements Call {}

    record Say(long call, String sessionKey, long from, String text) implements Call {
        @Override
        public String toString() {
            return "Say[" + sessionKey + "]";
        }
    }

    record AskBehaviour(long call, @Nullable String sessionKey) implements Call {}

    record Behave(long call, @Nullable String sessionKey, BehaviourChange change) implements Call {}

    record ReadLedger(long call, long after, int limit) implements Call {}

    record Follow(long call, ClockReading reading) implements Call {}
}
