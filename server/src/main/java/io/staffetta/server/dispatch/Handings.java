package io.staffetta.server.dispatch;

import io.staffetta.server.queue.Claimed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The handings under way, and the claims that found none and wait to be given back. Confined to the loop. */
final class Handings {

    private final Map<Long, Handing> underWay = new HashMap<>();
    private final List<Claimed> orphans = new ArrayList<>();

    void claimed(Collection<Claimed> claims) {
        orphans.addAll(claims);
    }

    /** A claim that ended or was set aside without being handed over. */
    void settled(Claimed claim) {
        orphans.remove(claim);
    }

    void start(Handing handing) {
        orphans.remove(handing.claim());
        underWay.put(handing.claim().id(), handing);
        Thread.ofVirtual().name("handing-" + handing.claim().id()).start(handing);
    }

    void ended(long messageId) {
        underWay.remove(messageId);
    }

    void callOff(Predicate<Handing> which) {
        underWay.values().stream().filter(which).forEach(Handing::callOff);
    }

    boolean none() {
        return underWay.isEmpty();
    }

    List<Claimed> orphans() {
        return List.copyOf(orphans);
    }

    void givenBack() {
        orphans.clear();
    }
}
