package io.staffetta.simulator.world;

import io.staffetta.core.Problem;
import io.staffetta.core.engine.EngineEvent;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt to link a session to a phone. Guarded by its line. */
final class Pairing {

    private final Realm realm;
    private int codesShown;
    private @Nullable Long onlyNumber;

    Pairing(Realm realm) {
        this.realm = realm;
    }

    /** The next QR code to show, unless the attempt has lasted long enough. */
    Optional<EngineEvent> nextQrCode() {
        if (codesShown++ >= realm.pairing().codes()) {
            return Optional.empty();
        }
        return Optional.of(new EngineEvent.QrCode("SIMULATOR@" + realm.secrets().hex(24), validFor()));
    }

    /** A code to type; from now on only the phone with this number can accept. */
    EngineEvent codeFor(long number) {
        onlyNumber = number;
        return new EngineEvent.PairingCode(realm.secrets().code(), validFor());
    }

    /** The number of the phone that accepts; without one named, the session's automatic number. */
    long acceptedBy(@Nullable Long named, String sessionKey) {
        if (onlyNumber == null) {
            return named == null ? realm.links().numberOf(sessionKey) : named;
        }
        if (named != null && !named.equals(onlyNumber)) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "pairing_code_for_other_number",
                    "The pairing code on show was made for another number");
        }
        return onlyNumber;
    }

    private Duration validFor() {
        return realm.real(realm.codeLife());
    }
}
