package io.staffetta.simulator.world;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.staffetta.core.Problem;
import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.Link;
import io.staffetta.core.pacing.BusinessTime;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The simulated WhatsApp itself, in this process. Its state is in {@code links.jsonl} and {@code ledger.jsonl} of one
 * folder, which it holds alone; both outlive the process however it ends. What it forgets with the process are receipts
 * and replies on their way: at the next start the last 4,096 messages of the ledger get their delivered receipt again.
 */
public final class SimulatedWhatsApp implements World {

    private static final String THIS_PROCESS = "this process";
    private static final int LARGEST_PAGE = 10_000;

    private final FolderLock folder;
    private final Realm realm;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    /**
     * Opens the world that lives in this folder, or a new one.
     *
     * @param folder created if missing
     * @param time when delays and restrictions end; only its simulated side is asked
     * @param clock real time, for the events
     * @param seed what the fates of messages are drawn from
     */
    public SimulatedWhatsApp(Path folder, BusinessTime time, Clock clock, long seed) {
        this(folder, time, clock, seed, PairingRules.USUAL);
    }

    SimulatedWhatsApp(Path folder, BusinessTime time, Clock clock, long seed, PairingRules pairing) {
        this.folder = new FolderLock(folder);
        JsonMapper json = JsonMapper.builder().build();
        Ledger ledger = new Ledger(folder, json);
        Links links = new Links(folder, json, ledger::meet);
        Schedule schedule = new Schedule(time);
        this.realm = new Realm(time, clock, schedule, ledger, links, pairing, seed, new Secrets());
        links.devices().forEach(device -> line(device.sessionKey()).remember(device));
        ledger.takeTail().forEach(entry -> line(entry.sessionKey()).traffic().deliverAgain(entry));
        links.restrictedPhones().forEach(this::watchRestriction);
    }

    @Override
    public Connection open(Link link, EngineListener listener) {
        return open(link, listener, THIS_PROCESS);
    }

    /**
     * Opens a connection for a certain client. A connection of another client that is still alive hears that it was
     * replaced; one of the same client is shut out silently.
     *
     * @param client names the client
     */
    public LocalConnection open(Link link, EngineListener listener, String client) {
        return new LocalConnection(realm, line(link.sessionKey()), client, link, listener);
    }

    @Override
    public long scan(String sessionKey) {
        return known(sessionKey).accept(null);
    }

    @Override
    public long scan(String sessionKey, long number) {
        return known(sessionKey).accept(possible(number));
    }

    @Override
    public void drop(String sessionKey, String reason) {
        known(sessionKey).drop(reason);
    }

    @Override
    public void logOut(String sessionKey) {
        known(sessionKey).unlink("unlinked on the phone");
    }

    @Override
    public void ban(String sessionKey, String reason) {
        long number = number(sessionKey);
        realm.links().ban(number, reason);
        lines.values().forEach(line -> line.banned(number, reason));
    }

    @Override
    public void restrict(String sessionKey, Instant until, String kind) {
        if (!until.isAfter(realm.now())) {
            throw new Problem(Problem.Kind.INVALID, "invalid_until", "A restriction ends in the future");
        }
        long number = number(sessionKey);
        realm.links().restrict(number, until, kind);
        notice(number, new EngineEvent.Restricted(realm.real(until), kind));
        watchRestriction(realm.links().phone(number));
    }

    @Override
    public void unrestrict(String sessionKey) {
        endRestriction(number(sessionKey));
    }

    @Override
    public String say(String sessionKey, long from, String text) {
        Line line = known(sessionKey);
        long number = line.linkedDevice().number();
        if (realm.ledger().meet(number, possible(from))) {
            realm.links().met(number, from);
        }
        String id = "SAID-" + realm.secrets().hex(12);
        line.post(new EngineEvent.Inbound(id, from, text, realm.realNow()));
        return id;
    }

    @Override
    public Behaviour behaviour(String sessionKey) {
        return realm.links().behaviour(sessionKey);
    }

    @Override
    public Behaviour behave(String sessionKey, BehaviourChange change) {
        return realm.links().behave(sessionKey, change);
    }

    @Override
    public Behaviour defaultBehaviour() {
        return realm.links().defaults();
    }

    @Override
    public Behaviour behaveByDefault(BehaviourChange change) {
        return realm.links().behaveByDefault(change);
    }

    @Override
    public List<LedgerEntry> ledger(long after, int limit) {
        if (after < 0 || limit < 1 || limit > LARGEST_PAGE) {
            throw new Problem(Problem.Kind.INVALID, "invalid_page", "after is at least 0, limit 1 to " + LARGEST_PAGE);
        }
        return realm.ledger().read(after, limit);
    }

    @Override
    public void follow(ClockReading reading) {
        realm.schedule().lookAgain();
    }

    @Override
    public void close() {
        realm.schedule().close();
        lines.values().forEach(Line::fallSilent);
        realm.links().close();
        realm.ledger().close();
        folder.close();
    }

    private Line line(String sessionKey) {
        return lines.computeIfAbsent(sessionKey, key -> new Line(key, realm));
    }

    private Line known(String sessionKey) {
        Line line = lines.get(sessionKey);
        if (line == null) {
            throw new Problem(
                    Problem.Kind.NOT_FOUND, "simulated_session_not_found", "The simulator never saw this session");
        }
        return line;
    }

    private long number(String sessionKey) {
        return known(sessionKey).linkedDevice().number();
    }

    private void notice(long number, EngineEvent event) {
        lines.values().forEach(line -> line.notice(number, event));
    }

    private void watchRestriction(Phone phone) {
        Instant until = phone.restrictedUntil();
        if (until != null) {
            realm.schedule().at(until, () -> expire(phone.number(), until));
        }
    }

    private void expire(long number, @Nullable Instant until) {
        if (until != null && until.equals(realm.links().phone(number).restrictedUntil())) {
            endRestriction(number);
        }
    }

    private void endRestriction(long number) {
        if (realm.links().phone(number).restrictedUntil() != null) {
            realm.links().unrestrict(number);
            notice(number, new EngineEvent.Unrestricted());
        }
    }

    private static long possible(long number) {
        PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
        try {
            if (phones.isPossibleNumber(phones.parse("+" + number, null))) {
                return number;
            }
        } catch (NumberParseException e) {
            throw notPossible();
        }
        throw notPossible();
    }

    private static Problem notPossible() {
        return new Problem(Problem.Kind.INVALID, "invalid_number", "Not a possible phone number in E.164 digits");
    }
}
