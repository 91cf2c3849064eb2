package io.staffetta.server.dispatch;

import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.server.queue.Claimed;
import io.staffetta.server.queue.LaneBoard;
import io.staffetta.server.queue.LaneView;
import io.staffetta.server.queue.SendLog;
import io.staffetta.server.queue.SendingNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The attached sessions with their lanes and numbers, as loaded from the database. Confined to the dispatch loop.
 */
final class Roster {

    private static final int CHUNK = 1000;

    private final LaneBoard board;
    private final SendLog log;
    private final BusinessTime time;
    private final Map<Long, Runner> runners = new HashMap<>();
    /** Detached sessions whose handings have not all come back: if they return, they are as busy as they were. */
    private final Map<Long, Runner> leaving = new HashMap<>();

    private final Map<Long, NumberDesk> numbers = new HashMap<>();
    private final Map<Long, Long> sessionOfLane = new HashMap<>();
    /** When numbers were looked at last, in either business time. */
    private final Map<Boolean, Instant> latest = new HashMap<>();

    Roster(LaneBoard board, SendLog log, BusinessTime time) {
        this.board = board;
        this.log = log;
        this.time = time;
    }

    @Nullable
    Runner runner(long sessionPk) {
        return runners.get(sessionPk);
    }

    /** The lane of a claim, if it is still on the desk of the claim's session. */
    @Nullable
    LaneDesk lane(Claimed claim) {
        Runner runner = runners.get(claim.sessionPk());
        return runner == null ? null : runner.lane(claim.laneId());
    }

    Collection<Runner> runners() {
        return runners.values();
    }

    /** Attaches sessions, or renews what is known of them, many in a few statements. Returns their runners. */
    List<Runner> attach(List<Carrier> carriers) {
        List<Runner> attached = new ArrayList<>();
        for (int from = 0; from < carriers.size(); from += CHUNK) {
            List<Carrier> chunk = carriers.subList(from, Math.min(carriers.size(), from + CHUNK));
            loadNumbers(chunk);
            for (Carrier carrier : chunk) {
                NumberDesk number = java.util.Objects.requireNonNull(numbers.get(carrier.numberKey()));
                Runner runner = runners.computeIfAbsent(carrier.sessionPk(), pk -> returning(carrier, number));
                runner.replace(carrier, number);
                attached.add(runner);
            }
            board.ofSessions(chunk.stream().map(Carrier::sessionPk).toList()).forEach(this::place);
        }
        return attached;
    }

    private Runner returning(Carrier carrier, NumberDesk number) {
        Runner former = leaving.remove(carrier.sessionPk());
        return former == null ? new Runner(carrier, number) : former;
    }

    /** A hand of this session became free: if the session is gone, it need not be remembered for its hands. */
    void forgetIdle(Runner runner) {
        if (runner.idle()) {
            leaving.remove(runner.carrier().sessionPk(), runner);
        }
    }

    /** Detaches a session; its runner, if there was one. */
    @Nullable
    Runner detach(long sessionPk) {
        Runner runner = runners.remove(sessionPk);
        if (runner != null) {
            runner.lanes().forEach(lane -> sessionOfLane.remove(lane.view().id()));
            runner.lanes().clear();
            if (!runner.idle()) {
                leaving.put(sessionPk, runner);
            }
        }
        return runner;
    }

    /** Looks at these lanes again; returns the runners they concern, before or after. */
    Set<Runner> renew(Collection<Long> laneIds) {
        Set<Runner> concerned = new HashSet<>();
        List<Long> all = new ArrayList<>(new TreeSet<>(laneIds));
        for (int from = 0; from < all.size(); from += CHUNK) {
            for (LaneView view : board.lanes(all.subList(from, Math.min(all.size(), from + CHUNK)))) {
                Long before = sessionOfLane.get(view.id());
                Runner former = before == null ? null : runners.get(before);
                if (former != null) {
                    concerned.add(former);
                }
                Runner now = place(view);
                if (now != null) {
                    concerned.add(now);
                }
            }
        }
        return concerned;
    }

    private @Nullable Runner place(LaneView view) {
        Long before = sessionOfLane.get(view.id());
        if (before != null && !before.equals(view.sessionPk())) {
            Runner former = runners.get(before);
            if (former != null) {
                former.remove(view.id());
            }
            sessionOfLane.remove(view.id());
        }
        Runner runner = view.sessionPk() == null ? null : runners.get(view.sessionPk());
        if (runner == null) {
            return null;
        }
        LaneDesk desk = runner.lane(view.id());
        if (desk == null) {
            runner.put(new LaneDesk(view));
            sessionOfLane.put(view.id(), runner.carrier().sessionPk());
        } else {
            desk.renew(view);
        }
        return runner;
    }

    /** The same for all whose windows may have changed unheard of: limits set elsewhere count, or a clock was set back. */
    void reloadNumbers() {
        Set<Boolean> setBack = new HashSet<>();
        for (boolean simulated : new boolean[] {false, true}) {
            Instant now = time.now(simulated);
            Instant before = latest.put(simulated, now);
            if (before != null && now.isBefore(before)) {
                setBack.add(simulated);
            }
        }
        reloadNumbers(runners.values().stream()
                .filter(runner -> runner.number().mixed() || setBack.contains(runner.simulated()))
                .toList());
    }

    /** Reads again what the numbers of these sessions sent, and what their limits are. */
    void reloadNumbers(Collection<Runner> of) {
        loadNumbers(of.stream().map(Runner::carrier).toList());
    }

    private void loadNumbers(List<Carrier> carriers) {
        for (boolean simulated : new boolean[] {false, true}) {
            Set<SendingNumber> wanted = new HashSet<>();
            for (Carrier carrier : carriers) {
                if (carrier.capabilities().simulated() == simulated) {
                    wanted.add(new SendingNumber(carrier.numberKey(), carrier.sessionPk()));
                }
            }
            if (!wanted.isEmpty()) {
                Instant now = time.now(simulated);
                latest.putIfAbsent(simulated, now);
                log.windows(wanted, now).forEach((key, window) -> {
                    NumberDesk known = numbers.putIfAbsent(key, new NumberDesk(window));
                    if (known != null) {
                        known.reload(window);
                    }
                });
            }
        }
    }
}
