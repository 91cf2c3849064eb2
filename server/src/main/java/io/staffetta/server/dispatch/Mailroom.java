package io.staffetta.server.dispatch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Works in what other threads said: sessions that come and go, lanes that changed, handings that came back. What that
 * gives somebody to do puts them among the ready. Confined to the loop.
 */
final class Mailroom {

    private final Inbox inbox;
    private final Roster roster;
    private final Handings handings;
    private final Wakes wakes;
    private final Returns returns;
    private final Handing.Tools tools;
    private final Set<Runner> ready;
    private final Set<Runner> refused = new HashSet<>();

    Mailroom(Inbox inbox, Roster roster, Handings handings, Wakes wakes, Handing.Tools tools, Set<Runner> ready) {
        this.inbox = inbox;
        this.roster = roster;
        this.handings = handings;
        this.wakes = wakes;
        this.returns = new Returns(roster, handings, tools);
        this.tools = tools;
        this.ready = ready;
    }

    /** Everything said is kept until it has been worked in: the database may be away in between. */
    void work(Inbox.Mail mail) {
        reports(mail.reports());
        try {
            sessions(mail.sessions());
            ready.addAll(roster.renew(mail.lanes()));
            List<Handing> underWay = handings.of(mail.lanes());
            callOffStale(underWay);
            callOffEnded(underWay);
        } catch (RuntimeException e) {
            inbox.putBack(mail);
            throw e;
        }
        lookAtNumbers();
    }

    /** Works in what came back from handings, and nothing else. */
    void reports(List<Inbox.Report> reports) {
        for (Inbox.Report report : reports) {
            switch (report) {
                case Inbox.Report.Marked marked -> returns.marked(marked.handing(), marked.at());
                case Inbox.Report.Done done -> done(done);
            }
        }
    }

    private void done(Inbox.Report.Done done) {
        Returns.Next next = returns.done(done.handing(), done.outcome());
        if (next.lookAtLane()) {
            inbox.lane(done.handing().claim().laneId());
        }
        Runner runner = next.runner();
        if (runner != null) {
            ready.add(runner);
            if (next.lookAtNumber()) {
                refused.add(runner);
            }
        }
    }

    private void sessions(Map<Long, Optional<Carrier>> said) {
        List<Carrier> attaching = new ArrayList<>();
        said.forEach((pk, carrier) -> {
            if (carrier.isPresent()) {
                attaching.add(carrier.get());
                handings.callOff(handing -> handing.claim().sessionPk() == pk && voids(carrier.get(), handing));
            } else {
                Runner gone = roster.detach(pk);
                if (gone != null) {
                    ready.remove(gone);
                    refused.remove(gone);
                    wakes.cancel(gone);
                }
                handings.callOff(handing -> handing.claim().sessionPk() == pk);
            }
        });
        ready.addAll(roster.attach(attaching));
    }

    /** Whether what a session is now voids what was begun before: it has a new owner or number, or may not open chats. */
    private static boolean voids(Carrier now, Handing handing) {
        boolean restricted = now.restriction() != null
                && !now.restriction().equals(handing.carrier().restriction());
        boolean otherNumber = handing.carrier().numberKey() != now.numberKey();
        return handing.claim().ownerEpoch() != now.ownerEpoch() || restricted || otherNumber;
    }

    /** What was claimed under an older epoch of its lane need not type to the end: it could not be marked. */
    private void callOffStale(List<Handing> underWay) {
        for (Handing handing : underWay) {
            LaneDesk lane = roster.lane(handing.claim());
            if (lane == null || lane.view().epoch() != handing.claim().laneEpoch()) {
                handing.callOff();
            }
        }
    }

    /** Nor need what has ended while it was typed: its person opted out or answered, or somebody cancelled it. */
    private void callOffEnded(List<Handing> underWay) {
        List<Handing> typed = underWay.stream().filter(Handing::beingTyped).toList();
        if (!typed.isEmpty()) {
            Set<Long> standing =
                    tools.claims().standing(typed.stream().map(Handing::claim).toList());
            typed.stream()
                    .filter(handing -> !standing.contains(handing.claim().id()))
                    .forEach(Handing::callOff);
        }
    }

    /** Their numbers had no room although it was thought so: others send from them too, or the clock was set. */
    private void lookAtNumbers() {
        if (!refused.isEmpty()) {
            roster.reloadNumbers(refused);
            refused.forEach(runner -> runner.restUnlessFull(tools.time().now(runner.simulated())));
            refused.clear();
        }
    }
}
