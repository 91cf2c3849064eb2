package io.staffetta.core.simulation;

import static io.staffetta.core.simulation.Broken.unless;

import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.delivery.SendingGuard;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.pacing.Backoff;
import io.staffetta.core.pacing.NumberLimits;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the product promises, looked at from outside: independent of the rules and of the rows they wrote. */
final class Promises {

    private static final Set<MessageState> MAY_HAVE_LEFT = EnumSet.of(
            MessageState.SENDING,
            MessageState.IN_DOUBT,
            MessageState.SENT,
            MessageState.DELIVERED,
            MessageState.READ,
            MessageState.UNCONFIRMED);

    private Promises() {}

    /** Holds after every step that changed anything. */
    static void always(Store store) {
        for (Lane lane : store.lanes) {
            Map<MessageState, Integer> recount = new EnumMap<>(MessageState.class);
            for (Message message : lane.messages) {
                message(message);
                followUps(lane, message);
                recount.merge(message.state, 1, Integer::sum);
            }
            for (MessageState state : MessageState.values()) {
                unless(
                        lane.counted(state) == recount.getOrDefault(state, 0),
                        "counters differ from a recount: %s %s",
                        lane,
                        state);
            }
            unless(
                    lane.status != CampaignStatus.COMPLETED
                            || recount.keySet().stream().allMatch(MessageState::ended),
                    "completed before everybody ended: %s",
                    lane);
        }
    }

    private static void followUps(Lane lane, Message m) {
        long following = m.step > 0
                ? 0
                : lane.messages.stream().filter(other -> other.id == m.id + 50).count();
        unless(following <= 1, "followed up twice: %s", m);
        unless(!m.leftInTime || following == 1, "not followed up: %s", m);
    }

    private static void message(Message m) {
        unless(m.arrivals <= m.licence || m.resend, "sent twice: %s", m);
        unless(!m.state.left() || m.arrivals > 0, "said to be sent, but never arrived: %s", m);
        boolean givenUp = m.state == MessageState.FAILED || m.state == MessageState.SKIPPED;
        unless(!givenUp || m.arrivals == 0 || m.undeliverable || m.retried, "arrived, but ended as if not: %s", m);
        boolean untouched = m.licence == 1 && !m.resend && !m.undeliverable;
        unless(!untouched || m.arrivals == 0 || MAY_HAVE_LEFT.contains(m.state), "arrived, but is said not to: %s", m);
        unless(!m.state.left() || m.state.compareTo(m.told) >= 0, "a receipt of %s was lost: %s", m.told, m);
        unless(m.attempts <= Backoff.OF_MESSAGES.attempts(), "too many attempts: %s", m);
    }

    /** Holds at the moment at which a message is marked as sending, whatever the mark looked at. */
    static void atMark(SendingGuard.Facts truth, Message message) {
        unless(!truth.optedOut(), "marked after an opt-out: %s", message);
        unless(truth.ownerEpoch() == truth.claimedOwnerEpoch(), "marked by a former owner: %s", message);
        unless(truth.laneEpoch() == truth.claimedLaneEpoch(), "marked after a change of number: %s", message);
        unless(truth.lane() == LaneStatus.OPEN, "marked in a lane that is not open: %s", message);
        unless(!truth.expired(), "marked after its time to live: %s", message);
        unless(!truth.replied(), "marked after an answer: %s", message);
        unless(!truth.restricted(), "a first contact marked under a restriction: %s", message);
        unless(truth.open() || truth.forced(), "marked outside the hours: %s", message);
    }

    /** Holds for everything that arrived from a number. */
    static void limits(List<Outside.Arrival> ofNumber) {
        for (Outside.Arrival arrival : ofNumber) {
            if (arrival.forced()) {
                continue;
            }
            List<Outside.Arrival> before = ofNumber.stream()
                    .filter(other -> other.order() <= arrival.order())
                    .toList();
            long hour = before.stream()
                    .filter(other -> Duration.between(other.markedAt(), arrival.markedAt())
                                    .compareTo(Duration.ofHours(1))
                            < 0)
                    .count();
            LocalDate today = date(arrival);
            long day = before.stream()
                    .filter(other -> !date(other).isBefore(today))
                    .count();
            for (NumberLimits limits : arrival.limits()) {
                unless(hour <= limits.perHour(), "%d in an hour: %s", hour, arrival);
                unless(day <= limits.perDay(), "%d in a day: %s", day, arrival);
            }
        }
    }

    /** Holds in the end, when nothing has gone wrong for long. */
    static void atLast(Store store) {
        for (Message message : store.messages()) {
            unless(message.state.ended(), "lost: %s in %s", message, message.lane);
        }
        for (Lane lane : store.lanes) {
            unless(lane.status.ended(), "never completed: %s", lane);
        }
    }

    private static LocalDate date(Outside.Arrival arrival) {
        return arrival.markedAt().atZone(Session.ZONE).toLocalDate();
    }
}
