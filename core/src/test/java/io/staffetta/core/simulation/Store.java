package io.staffetta.core.simulation;

import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageMoves;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.message.ReceiptLevel;
import io.staffetta.core.pacing.NumberLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The database: what survives a crash. Each method is one transaction, or a part of its caller's. */
final class Store {

    final List<Session> sessions = new ArrayList<>();
    final List<Lane> lanes = new ArrayList<>();
    final Set<Integer> optedOut = new HashSet<>();
    /** When each person wrote last. */
    final Map<Integer, Long> replied = new HashMap<>();
    /** Which process wrote last into each number's part of the send log. */
    final Map<Integer, Long> lastWriters = new HashMap<>();
    /** Chats that exist, as number and phone. */
    final Set<Long> chats = new HashSet<>();

    final Map<String, ReceiptLevel> earlyReceipts = new HashMap<>();
    final List<Sent> sendLog = new ArrayList<>();

    private final Clockwork clock;
    private final Rules rules;
    private int attempts;
    private boolean changed;

    /** A line of the send log. */
    record Sent(Message message, int attempt, int number, Session session, Instant at) {}

    Store(Clockwork clock, Rules rules) {
        this.clock = clock;
        this.rules = rules;
    }

    /** Something that the promises speak of has changed. */
    void touch() {
        changed = true;
    }

    /** Whether it has since this was asked last. */
    boolean changed() {
        boolean was = changed;
        changed = false;
        return was;
    }

    List<Message> messages() {
        return lanes.stream().flatMap(lane -> lane.messages.stream()).toList();
    }

    void accept(Message message) {
        message.lane.messages.add(message);
        message.lane.counters.merge(message.state, 1, Integer::sum);
        complete(message.lane);
    }

    void resume(Lane lane) {
        lane.status = lane.status.to(CampaignStatus.RUNNING);
        complete(lane);
    }

    /** Moves a message by the table, with its counters and the end of its campaign. */
    void move(Message message, MessageState to, String why) {
        clock.tell("%s -> %s (%s)", message, to, why);
        MessageState from = message.state;
        boolean earlier = MessageMoves.needsEarlierAttempt(from, to);
        Broken.unless(
                MessageMoves.allows(from, to) && (message.mayHaveLeft || !earlier),
                "%s may not move to %s (%s)",
                message,
                to,
                why);
        message.state = to;
        Lane lane = message.lane;
        if (to.left() && !from.left()) {
            followUp(message);
        }
        if (rules.keeps(Guard.COUNTERS_MOVE_WITH_STATES)) {
            count(lane, from, to);
        } else {
            clock.in(1, () -> count(lane, from, to));
        }
        if (to == MessageState.QUEUED) {
            message.session = null;
            message.attempt = 0;
            message.told = MessageState.QUEUED;
        }
        if (to == MessageState.IN_DOUBT) {
            message.doubtedAt = clock.now();
        }
        complete(lane);
    }

    /** Ends a message that is given up. */
    void end(Message message, MessageState decided, EndReason reason) {
        move(message, rules.end(decided, reason, message), reason.code());
    }

    private void followUp(Message message) {
        boolean live = message.lane.status == CampaignStatus.RUNNING || message.lane.status == CampaignStatus.PAUSED;
        if (message.lane.followUp == null || message.step > 0 || !live) {
            return;
        }
        message.leftInTime = true;
        if (rules.keeps(Guard.FOLLOW_UPS_COME_WITH_STATES)) {
            plan(message, message.lane.followUp);
        } else {
            clock.in(1, () -> plan(message, message.lane.followUp));
        }
    }

    private void plan(Message message, Lane.FollowUp how) {
        boolean known = message.lane.messages.stream().anyMatch(m -> m.id == message.id + 50);
        if (!known || !rules.keeps(Guard.FOLLOW_UPS_ARE_PLANNED_ONCE)) {
            accept(message.followUp(how, clock.business()));
        }
    }

    void wrote(int phone) {
        replied.put(phone, clock.now());
    }

    boolean answered(Message message) {
        return message.unlessRepliedSince != null
                && replied.getOrDefault(message.phone, Long.MIN_VALUE) > message.unlessRepliedSince;
    }

    void claim(Message message, Session session, long ownerEpoch) {
        move(message, MessageState.CLAIMED, "claim");
        message.session = session;
        message.ownerEpoch = ownerEpoch;
        message.laneEpoch = message.lane.epoch;
    }

    /** Marks as sending and returns the attempt. */
    int mark(Message message, Session session, Instant at) {
        move(message, MessageState.SENDING, "mark");
        message.session = session;
        message.attempts++;
        message.attempt = ++attempts;
        message.sendingAt = clock.now();
        message.engineId = session.presetIds ? "preset-" + message.attempt : null;
        message.firstAttempt = message.firstAttempt == null ? at : message.firstAttempt;
        return message.attempt;
    }

    void log(Message message, int attempt, Session session, Instant at) {
        sendLog.add(new Sent(message, attempt, session.number, session, at));
    }

    void unlog(Message message, int attempt) {
        sendLog.removeIf(sent -> sent.message == message && sent.attempt == attempt);
    }

    List<Instant> sends(Session session, Instant now) {
        return sendLog.stream()
                .filter(sent -> rules.keeps(Guard.WINDOW_IS_THE_NUMBERS)
                        ? sent.number == session.number
                        : sent.session == session)
                .map(Sent::at)
                .filter(at -> rules.counts(at, now))
                .toList();
    }

    /** The limits that hold for what this session sends, whatever the rules make of them. */
    Set<NumberLimits> limits(Session session) {
        return sessions.stream()
                .filter(other -> other == session || other.shares(session))
                .map(Session::limits)
                .collect(Collectors.toSet());
    }

    boolean firstContact(Session session, int phone) {
        return !chats.contains(chat(session.number, phone));
    }

    static long chat(int number, int phone) {
        return number * 1_000_000L + phone;
    }

    private void count(Lane lane, MessageState from, MessageState to) {
        lane.counters.merge(from, -1, Integer::sum);
        lane.counters.merge(to, 1, Integer::sum);
        complete(lane);
    }

    private void complete(Lane lane) {
        touch();
        boolean ended = rules.keeps(Guard.COMPLETION_NEEDS_ALL_ENDS)
                ? lane.counters.entrySet().stream()
                        .allMatch(entry -> entry.getKey().ended() || entry.getValue() == 0)
                : lane.counted(MessageState.QUEUED) == 0;
        if (ended && lane.status == CampaignStatus.RUNNING) {
            lane.status = lane.status.to(CampaignStatus.COMPLETED);
        } else if (!ended && lane.status == CampaignStatus.COMPLETED) {
            lane.status = lane.status.to(CampaignStatus.RUNNING);
        }
    }
}
