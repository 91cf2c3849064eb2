package io.staffetta.server.dispatch;

import io.staffetta.server.queue.Claimed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The handings under way, and the claims that found none and wait to be given back. Confined to the loop, but for the
 * counts.
 */
final class Handings {

    /** A message may be claimed anew before it is heard here that its former handing has given it back. */
    private final Set<Handing> underWay = ConcurrentHashMap.newKeySet();

    private final Map<Long, Set<Handing>> byLane = new HashMap<>();
    private final Map<Long, Orphan> orphans = new LinkedHashMap<>();
    /** The latest handing under way from a number to a person. */
    private final Map<Chat, Handing> lastTo = new HashMap<>();

    private record Chat(long sessionPk, long phone) {

        static Chat of(Claimed claim) {
            return new Chat(claim.sessionPk(), claim.phone());
        }
    }

    /** A claim that found no handing yet, and what it took. */
    record Orphan(Claimed claim, Slot slot) {}

    void claimed(Claimed claim, Slot slot) {
        orphans.put(claim.id(), new Orphan(claim, slot));
    }

    /** A claim that ended or was set aside without being handed over; what it took is not needed. */
    void settled(Claimed claim) {
        Orphan settled = orphans.remove(claim.id());
        if (settled != null) {
            settled.slot().giveBack();
        }
    }

    void start(Handing handing) {
        orphans.remove(handing.claim().id());
        handing.after(lastTo.put(Chat.of(handing.claim()), handing));
        underWay.add(handing);
        byLane.computeIfAbsent(handing.claim().laneId(), lane -> new LinkedHashSet<>())
                .add(handing);
        Thread.ofVirtual().name("handing-" + handing.claim().id()).start(handing);
    }

    void ended(Handing ended) {
        underWay.remove(ended);
        lastTo.remove(Chat.of(ended.claim()), ended);
        byLane.computeIfPresent(ended.claim().laneId(), (lane, handings) -> without(ended, handings));
    }

    private static @Nullable Set<Handing> without(Handing ended, Set<Handing> handings) {
        handings.remove(ended);
        return handings.isEmpty() ? null : handings;
    }

    /** Those of these lanes. */
    List<Handing> of(Collection<Long> laneIds) {
        return laneIds.stream()
                .flatMap(lane -> byLane.getOrDefault(lane, Set.of()).stream())
                .toList();
    }

    void callOff(Predicate<Handing> which) {
        underWay.stream().filter(which).forEach(Handing::callOff);
    }

    /** How many messages are with an engine, or are marked to be given to one. */
    long inFlight() {
        return underWay.stream().filter(Handing::marked).count();
    }

    /** How many messages are claimed and not marked: seen, waited for, typed, or without a place at the engine. */
    long claimed() {
        return underWay.size() - inFlight();
    }

    /** Whether nothing of this session is under way, nor waits to be given back. */
    boolean none(long sessionPk) {
        return underWay.stream().noneMatch(handing -> handing.claim().sessionPk() == sessionPk)
                && orphans.values().stream().noneMatch(orphan -> orphan.claim().sessionPk() == sessionPk);
    }

    boolean none() {
        return underWay.isEmpty();
    }

    List<Orphan> orphans() {
        return List.copyOf(orphans.values());
    }

    void givenBack() {
        orphans.values().forEach(orphan -> orphan.slot().giveBack());
        orphans.clear();
    }

    /** The messages whose claims somebody looks after. */
    List<Long> lookedAfter() {
        List<Long> all = new ArrayList<>(orphans.keySet());
        underWay.forEach(handing -> all.add(handing.claim().id()));
        return all;
    }
}
