package io.staffetta.simulator.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Phones, the sessions linked to them, and how they behave: {@code links.jsonl}. Reading needs no lock; what changes is
 * first written, then true. At start the file is rewritten with what still holds. Thread-safe.
 */
final class Links implements AutoCloseable {

    private final JsonMapper json;
    private final AppendFile file;
    private final Map<String, Device> devices = new ConcurrentHashMap<>();
    private final Map<String, Long> numbers = new ConcurrentHashMap<>();
    private final Map<Long, Phone> phones = new ConcurrentHashMap<>();
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private volatile Behaviour defaults = Behaviour.LIFELIKE;
    private long lastAssigned = NumberRange.FIRST - 1;

    /** Reads the file; {@code met} hears of every chat in it. */
    Links(Path folder, JsonMapper json, BiConsumer<Long, Long> met) {
        this.json = json;
        Path path = folder.resolve("links.jsonl");
        Path fresh = folder.resolve("links.jsonl.new");
        try {
            Files.deleteIfExists(fresh);
            compact(path, fresh, met);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot rewrite " + path, e);
        }
        this.file = new AppendFile(path);
    }

    Optional<Device> device(String token) {
        return Optional.ofNullable(devices.get(token));
    }

    Collection<Device> devices() {
        return devices.values();
    }

    Phone phone(long number) {
        Phone phone = phones.get(number);
        return phone == null ? Phone.of(number) : phone;
    }

    List<Phone> restrictedPhones() {
        return phones.values().stream().filter(p -> p.restrictedUntil() != null).toList();
    }

    Behaviour behaviour(String sessionKey) {
        return behaviours.getOrDefault(sessionKey, defaults);
    }

    Behaviour defaults() {
        return defaults;
    }

    synchronized Behaviour behave(String sessionKey, BehaviourChange change) {
        Behaviour changed = change.appliedTo(behaviour(sessionKey));
        record(new Fact.Behaves(sessionKey, changed));
        return changed;
    }

    synchronized Behaviour behaveByDefault(BehaviourChange change) {
        Behaviour changed = change.appliedTo(defaults);
        record(new Fact.Behaves(null, changed));
        return changed;
    }

    /** The number of the simulator's own range that this session gets, always the same. */
    synchronized long numberOf(String sessionKey) {
        Long known = numbers.get(sessionKey);
        if (known != null) {
            return known;
        }
        long next = NumberRange.after(lastAssigned);
        record(new Fact.Assigned(sessionKey, next));
        return next;
    }

    Device link(String token, String sessionKey, long number) {
        Device device = new Device(token, sessionKey, number);
        record(new Fact.Linked(token, sessionKey, number));
        return device;
    }

    void unlink(String token) {
        record(new Fact.Unlinked(token));
    }

    void ban(long number, String reason) {
        record(new Fact.Banned(number, reason));
    }

    void restrict(long number, Instant until, String kind) {
        record(new Fact.Restricted(number, until, kind));
    }

    void unrestrict(long number) {
        record(new Fact.Unrestricted(number));
    }

    void met(long number, long person) {
        record(new Fact.Met(number, person));
    }

    private synchronized void record(Fact fact) {
        file.append(line(fact));
        apply(fact);
    }

    private void apply(Fact fact) {
        switch (fact) {
            case Fact.Assigned(String sessionKey, long number) -> {
                numbers.put(sessionKey, number);
                lastAssigned = Math.max(lastAssigned, number);
            }
            case Fact.Linked(String token, String sessionKey, long number) ->
                devices.put(token, new Device(token, sessionKey, number));
            case Fact.Unlinked(String token) -> devices.remove(token);
            case Fact.Banned(long number, String reason) ->
                phones.put(number, phone(number).closed(reason));
            case Fact.Restricted(long number, Instant until, String kind) ->
                phones.put(number, phone(number).restricted(until, kind));
            case Fact.Unrestricted(long number) ->
                phones.put(number, phone(number).restricted(null, null));
            case Fact.Behaves(String sessionKey, Behaviour behaviour) -> behaves(sessionKey, behaviour);
            case Fact.Met met -> {
                // The ledger keeps the chats.
            }
        }
    }

    private void behaves(@Nullable String sessionKey, Behaviour behaviour) {
        if (sessionKey == null) {
            defaults = behaviour;
        } else {
            behaviours.put(sessionKey, behaviour);
        }
    }

    private void compact(Path old, Path fresh, BiConsumer<Long, Long> met) {
        try (AppendFile from = new AppendFile(old);
                AppendFile to = new AppendFile(fresh)) {
            from.read(0, (offset, buffer, start, length) -> {
                Fact fact = json.readValue(buffer, start, length, Fact.class);
                apply(fact);
                if (fact instanceof Fact.Met(long number, long person)) {
                    met.accept(number, person);
                    to.append(line(fact));
                }
                return true;
            });
            facts().forEach(fact -> to.append(line(fact)));
        }
    }

    private Stream<Fact> facts() {
        return Stream.of(
                        Stream.of(new Fact.Behaves(null, defaults)),
                        behaviours.entrySet().stream().map(e -> new Fact.Behaves(e.getKey(), e.getValue())),
                        numbers.entrySet().stream().map(e -> new Fact.Assigned(e.getKey(), e.getValue())),
                        devices.values().stream().map(d -> new Fact.Linked(d.token(), d.sessionKey(), d.number())),
                        phones.values().stream().flatMap(Links::factsOf))
                .flatMap(facts -> facts);
    }

    private static Stream<Fact> factsOf(Phone phone) {
        String banned = phone.banned();
        Instant until = phone.restrictedUntil();
        String kind = phone.restriction();
        return Stream.concat(
                banned == null ? Stream.empty() : Stream.of(new Fact.Banned(phone.number(), banned)),
                until == null || kind == null
                        ? Stream.empty()
                        : Stream.of(new Fact.Restricted(phone.number(), until, kind)));
    }

    private byte[] line(Fact fact) {
        return json.writerFor(Fact.class).writeValueAsBytes(fact);
    }

    @Override
    public void close() {
        file.close();
    }
}
