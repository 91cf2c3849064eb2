package io.staffetta.core.simulation;

import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.pacing.BusinessHours;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A campaign's lane, with its counters. */
final class Lane {

    final int id;
    final BusinessHours hours;
    final List<Message> messages = new ArrayList<>();
    final Map<MessageState, Integer> counters = new EnumMap<>(MessageState.class);

    Session session;
    /** What follows a message that left; nothing if null. */
    @Nullable
    FollowUp followUp;

    long epoch = 1;
    CampaignStatus status = CampaignStatus.RUNNING;

    Lane(int id, Session session, BusinessHours hours) {
        this.id = id;
        this.session = session;
        this.hours = hours;
    }

    /** Sent so long after the message before, unless the person answers that one. */
    record FollowUp(Duration after, boolean unlessReplied) {}

    LaneStatus laneStatus() {
        return switch (status) {
            case RUNNING, COMPLETED -> LaneStatus.OPEN;
            case STOPPED, FAILED -> LaneStatus.CLOSED;
            case DRAFT, SCHEDULED, PAUSED -> LaneStatus.PAUSED;
        };
    }

    int counted(MessageState state) {
        return counters.getOrDefault(state, 0);
    }

    @Override
    public String toString() {
        return "lane " + id + " " + status + " of session " + session.id + " epoch " + epoch;
    }
}
