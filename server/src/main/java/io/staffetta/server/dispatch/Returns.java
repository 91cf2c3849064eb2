package io.staffetta.server.dispatch;

import io.staffetta.core.engine.SendOutcome;
import io.staffetta.server.queue.Claimed;
import io.staffetta.server.queue.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works in what comes back from handings: slots, breakers, the gap to the next message. Confined to the loop. */
final class Returns {

    private static final Logger log = LoggerFactory.getLogger(Returns.class);

    private final Roster roster;
    private final Handings handings;
    private final Handing.Tools tools;

    Returns(Roster roster, Handings handings, Handing.Tools tools) {
        this.roster = roster;
        this.handings = handings;
        this.tools = tools;
    }

    /**
     * What a return asks for.
     *
     * @param runner the session that may go on, or null if it is gone
     * @param lookAtLane whether the lane may hold something new: a message that came back, or a follow-up
     * @param lookAtNumber whether the number sent more than is known here
     */
    record Next(@Nullable Runner runner, boolean lookAtLane, boolean lookAtNumber) {}

    void marked(Handing handing, Instant at) {
        handing.slot().number().used(at);
    }

    Next done(Handing handing, Optional<SendOutcome> outcome) {
        Claimed claim = handing.claim();
        handings.ended(handing);
        giveBack(handing, outcome);
        Runner runner = roster.runner(claim.sessionPk());
        if (runner == null) {
            return new Next(null, true, false);
        }
        LaneDesk lane = runner.lane(claim.laneId());
        Instant now = tools.time().now(runner.carrier().capabilities().simulated());
        if (handing.failed()) {
            runner.rest(now.plus(Runner.shortRest()));
        }
        outcome.ifPresent(how -> after(how, runner, now));
        if (outcome.isPresent() && lane != null && !lane.view().direct()) {
            lane.went(now, gap(lane));
        }
        boolean accepted = outcome.isPresent() && outcome.get() instanceof SendOutcome.Accepted;
        return new Next(runner, lane == null || !accepted || !lane.hasWaiting(), handing.refused());
    }

    /** The session may be gone or be another by now: what it took is given back all the same. */
    private void giveBack(Handing handing, Optional<SendOutcome> outcome) {
        Slot slot = handing.slot();
        slot.runner().busy(-1);
        if (!handing.marked()) {
            slot.number().giveBack(1);
        } else if (outcome.isPresent() && outcome.get() instanceof SendOutcome.NotSent) {
            slot.number().unused(handing.markedAt());
        }
        roster.forgetIdle(slot.runner());
    }

    private Duration gap(LaneDesk lane) {
        Duration betweenMessages = lane.view().messageDelay().draw(tools.random());
        Duration betweenPeople = lane.view().contactDelay().draw(tools.random());
        return betweenMessages.compareTo(betweenPeople) < 0 ? betweenPeople : betweenMessages;
    }

    private void after(SendOutcome how, Runner runner, Instant now) {
        switch (how) {
            case SendOutcome.Accepted accepted -> runner.breaker().succeeded();
            case SendOutcome.Refused refused -> runner.breaker().succeeded();
            case SendOutcome.NotSent notSent -> notSent(notSent, runner, now);
            case SendOutcome.Unknown unknown -> failed(runner, now);
        }
    }

    private void notSent(SendOutcome.NotSent notSent, Runner runner, Instant now) {
        switch (notSent.cause()) {
            case UNREACHABLE, THROTTLED -> failed(runner, now);
            case SESSION_NOT_READY, FENCED -> runner.rest(now.plus(Runner.shortRest()));
            case PERSON_THROTTLED, RESTRICTED -> {}
        }
    }

    private void failed(Runner runner, Instant now) {
        if (runner.breaker().failed(now)) {
            Carrier carrier = runner.carrier();
            log.warn("session {} rests after repeated failures", carrier.sessionPk());
            tools.progress()
                    .tell(Event.session(
                            tools.clock().instant(),
                            carrier.ownerId(),
                            carrier.sessionPk(),
                            "resting",
                            "breaker",
                            null));
        }
    }
}
