package io.staffetta.server.campaign;

import io.staffetta.core.pacing.Delay;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The delay between the messages of a campaign that names none: it depends on the number that sends. */
final class UsualPace {

    private UsualPace() {}

    /** Between any two messages from this number. */
    static Delay of(Sender sender) {
        return of(sender.needsPacing());
    }

    /**
     * The delay of a campaign that goes on with another number: one that is as usual for the number before becomes what is
     * usual for the new one, in either direction; any other was chosen by somebody and stays.
     *
     * @param from null if the session before was deleted; it is then taken to have been of the other kind
     */
    static Optional<Delay> instead(Delay now, @Nullable Sender from, Sender to) {
        boolean paced = from == null ? !to.needsPacing() : from.needsPacing();
        return paced != to.needsPacing() && now.equals(of(paced)) ? Optional.of(of(to)) : Optional.empty();
    }

    private static Delay of(boolean paced) {
        return paced ? Delay.BETWEEN_MESSAGES : Delay.NONE;
    }
}
