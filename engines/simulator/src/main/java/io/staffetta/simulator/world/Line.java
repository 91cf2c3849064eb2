package io.staffetta.simulator.world;

import io.staffetta.core.Problem;
import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One session as this world sees it: which phone it is linked to, and which of its connections counts. Each connect
 * begins a new generation and shuts the older ones out. Its monitor guards everything that concerns the session.
 */
final class Line {

    private static final String CODE_LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ123456789";

    private final String sessionKey;
    private final Realm realm;
    private final Traffic traffic;
    private long generation;
    private boolean ready;
    private @Nullable LocalConnection current;
    private @Nullable Device device;
    private @Nullable Pairing pairing;
    private @Nullable Mail mail;

    Line(String sessionKey, Realm realm) {
        this.sessionKey = sessionKey;
        this.realm = realm;
        this.traffic = new Traffic(realm, this);
    }

    String sessionKey() {
        return sessionKey;
    }

    Traffic traffic() {
        return traffic;
    }

    Behaviour behaviour() {
        return realm.links().behaviour(sessionKey);
    }

    /** A link from an earlier life of this world. */
    synchronized void remember(Device known) {
        device = known;
    }

    /** A connection takes over. */
    synchronized void connect(LocalConnection connection, @Nullable String token) {
        LocalConnection older = current;
        generation++;
        traffic.fence();
        current = connection;
        ready = false;
        pairing = null;
        if (older != null && older != connection && !older.sameClient(connection)) {
            older.hear(new EngineEvent.Replaced());
        }
        if (behaviour().silent()) {
            return;
        }
        if (token == null) {
            startPairing();
        } else {
            restore(token);
        }
    }

    /** A new code while pairing, a reconnect otherwise. */
    synchronized void refresh(LocalConnection connection, @Nullable String token) {
        if (connection == current && pairing != null) {
            startPairing();
        } else {
            connect(connection, token);
        }
    }

    /** The connection is given up by its client; nobody is told. */
    synchronized void hangUp(LocalConnection connection) {
        if (connection == current) {
            disconnect("connection closed");
        }
    }

    synchronized void requestCode(LocalConnection connection, long phone) {
        if (connection != current || pairing == null) {
            return;
        }
        pairing.onlyFor(phone);
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            code.append(i == 4 ? "-" : "")
                    .append(CODE_LETTERS.charAt(realm.secrets().nextInt(CODE_LETTERS.length())));
        }
        hear(new EngineEvent.PairingCode(code.toString(), realm.real(realm.codeLife())));
    }

    /** A phone accepts the code on show. */
    synchronized long accept(@Nullable Long number) {
        LocalConnection connection = current;
        if (connection == null || pairing == null) {
            throw new Problem(Problem.Kind.CONFLICT, "no_code_on_show", "The session shows no code to accept");
        }
        long phone = number != null
                ? pairing.number(number, number)
                : pairing.number(null, realm.links().numberOf(sessionKey));
        if (realm.links().phone(phone).banned() != null) {
            throw new Problem(Problem.Kind.CONFLICT, "number_banned", "This number's account was closed");
        }
        if (device != null) {
            realm.links().unlink(device.token());
        }
        byte[] token = new byte[16];
        realm.secrets().nextBytes(token);
        Device linked = realm.links().link("sim-" + HexFormat.of().formatHex(token), sessionKey, phone);
        device = linked;
        pairing = null;
        connection.keep(linked.token());
        hear(new EngineEvent.CredentialsChanged(new Credentials(linked.token().getBytes(StandardCharsets.UTF_8))));
        greet(linked);
        return phone;
    }

    /** The connection breaks. */
    synchronized void drop(String reason) {
        if (current == null) {
            throw new Problem(Problem.Kind.CONFLICT, "not_connected", "The session is not connected");
        }
        leave(new EngineEvent.Disconnected(reason));
    }

    /** The link ends, from whichever side. */
    synchronized void unlink(String reason) {
        Device linked = linkedDevice();
        realm.links().unlink(linked.token());
        device = null;
        forgetLink(reason);
    }

    /** The product gives up the link. */
    synchronized void logOut(LocalConnection connection) {
        if (connection != current) {
            return;
        }
        if (device == null) {
            forgetLink("logged out");
        } else {
            unlink("logged out");
        }
    }

    /** The account of this number was closed. */
    synchronized void banned(long number, String reason) {
        if (linkedTo(number)) {
            leave(new EngineEvent.Banned(reason));
        }
    }

    /** Something about this number is to be told to whoever is connected with it. */
    synchronized void notice(long number, EngineEvent event) {
        if (linkedTo(number) && ready) {
            hear(event);
        }
    }

    /** The phone this session is linked to. */
    synchronized Device linkedDevice() {
        if (device == null) {
            throw new Problem(Problem.Kind.CONFLICT, "not_linked", "The session is not linked to a phone");
        }
        return device;
    }

    /** Tells a receipt or a person's message, now or when the session is back. */
    synchronized void post(EngineEvent event) {
        if (mail == null) {
            mail = new Mail();
        }
        LocalConnection connection = current;
        if (!ready || connection == null || behaviour().silent() || !connection.hear(event)) {
            mail.keep(event);
        } else {
            mail.told(event, realm.realNow());
        }
    }

    /** The world ends: whoever is connected hears nothing more. */
    synchronized void fallSilent() {
        if (current != null) {
            current.endEvents();
            disconnect("the simulator ended");
        }
    }

    /** The device that this connection may send from now, or null. */
    @Nullable
    Device sendingDevice(LocalConnection connection) {
        return connection == current && ready ? device : null;
    }

    boolean shutOut(LocalConnection connection) {
        return current != null && current != connection;
    }

    long generation() {
        return generation;
    }

    /** Whether something would come over this connection if there were something. */
    synchronized boolean alive(LocalConnection connection) {
        return connection == current && !behaviour().silent();
    }

    private boolean linkedTo(long number) {
        return device != null && device.number() == number;
    }

    private void startPairing() {
        Pairing fresh = new Pairing();
        pairing = fresh;
        showCode(fresh);
    }

    private synchronized void showCode(Pairing attempt) {
        if (pairing != attempt) {
            return;
        }
        if (!attempt.nextCode(realm.pairing().codes())) {
            leave(new EngineEvent.Disconnected("pairing timed out"));
            return;
        }
        byte[] code = new byte[24];
        realm.secrets().nextBytes(code);
        Duration life = realm.codeLife();
        hear(new EngineEvent.QrCode("SIMULATOR@" + HexFormat.of().formatHex(code), realm.real(life)));
        realm.schedule().at(realm.now().plus(life), () -> showCode(attempt));
    }

    private void restore(String token) {
        Optional<Device> known = realm.links().device(token);
        if (known.isEmpty()) {
            forgetLink("unlinked on the phone");
            return;
        }
        Device linked = known.get();
        device = linked;
        String banned = realm.links().phone(linked.number()).banned();
        if (banned != null) {
            leave(new EngineEvent.Banned(banned));
        } else {
            greet(linked);
        }
    }

    private void greet(Device linked) {
        Phone phone = realm.links().phone(linked.number());
        ready = true;
        hear(new EngineEvent.Authenticated());
        hear(new EngineEvent.Ready(OptionalLong.of(phone.number()), Optional.of(phone.displayName())));
        if (phone.restrictedUntil() != null && phone.restriction() != null && phone.restrictedAt(realm.now())) {
            hear(new EngineEvent.Restricted(realm.real(phone.restrictedUntil()), phone.restriction()));
        }
        if (mail != null) {
            mail.collect(realm.realNow()).forEach(this::hear);
        }
    }

    /** Whoever is connected starts pairing if it connects again. */
    private void forgetLink(String reason) {
        if (current != null) {
            current.keep(null);
        }
        leave(new EngineEvent.LoggedOut(reason));
    }

    private void leave(EngineEvent last) {
        hear(last);
        disconnect(last.getClass().getSimpleName());
    }

    private void disconnect(String why) {
        current = null;
        ready = false;
        pairing = null;
        traffic.breakOff(why);
    }

    private void hear(EngineEvent event) {
        if (current != null && !behaviour().silent() && !current.hear(event)) {
            disconnect("events were not taken");
        }
    }
}
