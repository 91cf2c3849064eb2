package io.staffetta.server.session;

import io.staffetta.core.session.SessionTrigger.Command;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something about sessions that only the node can do that owns them. */
sealed interface Errand {

    /** The session that it is about, or the first of them. */
    long sessionPk();

    /** How long whoever asks waits for the answer. */
    Duration patience();

    /** A command of its user. */
    record Order(long sessionPk, Command command) implements Errand {
        @Override
        public Duration patience() {
            return Orders.COMMAND_PATIENCE.plusSeconds(1);
        }
    }

    /** Its user changed what may be changed. */
    record Configure(long sessionPk) implements Errand {
        @Override
        public Duration patience() {
            return Orders.COMMAND_PATIENCE;
        }
    }

    /** A code to type is wanted for this phone (E.164 digits). */
    record TypedCode(long sessionPk, long phone) implements Errand {
        @Override
        public Duration patience() {
            return Orders.CODE_PATIENCE.plusSeconds(1);
        }
    }

    /** It is about to be deleted. */
    record PrepareRemoval(long sessionPk) implements Errand {
        @Override
        public Duration patience() {
            return Orders.COMMAND_PATIENCE;
        }
    }

    /** It is deleted. */
    record Remove(long sessionPk) implements Errand {
        @Override
        public Duration patience() {
            return Orders.COMMAND_PATIENCE;
        }
    }

    /** How these stand is wanted. */
    record Stand(List<Long> sessionPks) implements Errand {

        private static final Duration PATIENCE = Duration.ofSeconds(2);

        @Override
        public long sessionPk() {
            return sessionPks.getFirst();
        }

        @Override
        public Duration patience() {
            return PATIENCE;
        }
    }

    /** What came of it. Only one of these is there, or nothing if nothing was asked back. */
    record Answer(
            @Nullable PairingCode code,
            @Nullable Map<Long, Standing> standings,
            @Nullable Failure failure) {

        static final Answer DONE = new Answer(null, null, null);
    }

    /** Why it could not be done; a {@link io.staffetta.core.Problem} on its way. */
    record Failure(String kind, String code, String message, Map<String, Object> details) {}
}
