package io.staffetta.simulator.world;

import io.staffetta.core.Problem;
import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One session as this world sees it: which phone it is linked to, and who is connected. Its monitor guards everything
 * that concerns the session.
 */
final class Line {

    private final String sessionKey;
    private final Realm realm;
    private final Presence presence;
    private final Traffic traffic;
    private @Nullable Device device;
    private @Nullable Pairing pairing;

    Line(String sessionKey, Realm realm) {
        this.sessionKey = sessionKey;
        this.realm = realm;
        this.presence = new Presence(realm, this);
        this.traffic = new Traffic(realm, this, presence);
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

    /** A connection takes over, with the credentials it has. */
    synchronized void connect(LocalConnection connection, @Nullable String token) {
        traffic.fence();
        pairing = null;
        presence.enter(connection);
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
        if (presence.is(connection) && pairing != null) {
            startPairing();
        } else {
            connect(connection, token);
        }
    }

    /** The connection is given up by its client; nobody is told. */
    synchronized void hangUp(LocalConnection connection) {
        if (presence.is(connection)) {
            breakOff("connection closed");
        }
    }

    synchronized void requestCode(LocalConnection connection, long phone) {
        if (presence.is(connection) && pairing != null) {
            presence.hear(pairing.codeFor(phone));
        }
    }

    /** A phone accepts the code on show. */
    synchronized long accept(@Nullable Long number) {
        if (!presence.anybody() || pairing == null) {
            throw new Problem(Problem.Kind.CONFLICT, "no_code_on_show", "The session shows no code to accept");
        }
        long phone = pairing.acceptedBy(number, sessionKey);
        if (realm.links().phone(phone).banned() != null) {
            throw new Problem(Problem.Kind.CONFLICT, "number_banned", "This number's account was closed");
        }
        if (device != null) {
            realm.links().unlink(device.token());
        }
        Device linked = realm.links().link("sim-" + realm.secrets().hex(16), sessionKey, phone);
        device = linked;
        pairing = null;
        presence.hand(linked.token());
        presence.hear(new EngineEvent.CredentialsChanged(
                new Credentials(linked.token().getBytes(StandardCharsets.UTF_8))));
        greet(linked);
        return phone;
    }

    /** The connection breaks. */
    synchronized void drop(String reason) {
        if (!presence.anybody()) {
            throw new Problem(Problem.Kind.CONFLICT, "not_connected", "The session is not connected");
        }
        leave(new EngineEvent.Disconnected(reason));
    }

    /** The person ends the link. */
    synchronized void unlink(String reason) {
        realm.links().unlink(linkedDevice().token());
        forgetLink(reason);
    }

    /** The product ends the link. */
    synchronized void logOut(LocalConnection connection) {
        if (!presence.is(connection)) {
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
        if (linkedTo(number) && presence.ready()) {
            presence.hear(event);
        }
    }

    /** Tells a receipt or a person's message, now or when the session is back. */
    synchronized void post(EngineEvent event) {
        presence.post(event);
    }

    /** The phone this session is linked to. */
    synchronized Device linkedDevice() {
        if (device == null) {
            throw new Problem(Problem.Kind.CONFLICT, "not_linked", "The session is not linked to a phone");
        }
        return device;
    }

    /** The world ends: whoever is connected hears nothing more. */
    synchronized void fallSilent() {
        presence.silence();
        traffic.breakOff("the simulator ended");
    }

    /** Whether something would come over this connection if there were something. */
    synchronized boolean alive(LocalConnection connection) {
        return presence.is(connection) && !behaviour().silent();
    }

    /** The device that this connection may send from now, or null. Call under the monitor. */
    @Nullable
    Device sendingDevice(LocalConnection connection) {
        return presence.is(connection) && presence.ready() ? device : null;
    }

    /** Nobody is connected any more. Call under the monitor. */
    void breakOff(String why) {
        presence.vanish();
        pairing = null;
        traffic.breakOff(why);
    }

    private boolean linkedTo(long number) {
        return device != null && device.number() == number;
    }

    private void startPairing() {
        Pairing attempt = new Pairing(realm);
        pairing = attempt;
        showCode(attempt);
    }

    private synchronized void showCode(Pairing attempt) {
        if (pairing != attempt) {
            return;
        }
        EngineEvent code = attempt.nextQrCode().orElse(null);
        if (code == null) {
            leave(new EngineEvent.Disconnected("pairing timed out"));
        } else {
            presence.hear(code);
            realm.schedule().at(realm.now().plus(realm.codeLife()), () -> showCode(attempt));
        }
    }

    private void restore(String token) {
        Device linked = realm.links().device(token).orElse(null);
        if (linked == null) {
            forgetLink("unlinked on the phone");
            return;
        }
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
        presence.becomeReady();
        presence.hear(new EngineEvent.Authenticated());
        presence.hear(new EngineEvent.Ready(OptionalLong.of(phone.number()), Optional.of(phone.displayName())));
        if (phone.restrictedUntil() != null && phone.restriction() != null && phone.restrictedAt(realm.now())) {
            presence.hear(new EngineEvent.Restricted(realm.real(phone.restrictedUntil()), phone.restriction()));
        }
        presence.tellMail();
    }

    /** Whoever is connected starts pairing if it connects again. */
    private void forgetLink(String reason) {
        device = null;
        presence.hand(null);
        leave(new EngineEvent.LoggedOut(reason));
    }

    private void leave(EngineEvent last) {
        presence.hear(last);
        breakOff(last.getClass().getSimpleName());
    }
}
