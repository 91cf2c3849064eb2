package io.staffetta.waha;

import java.util.Arrays;
import java.util.Optional;

/** What WAHA says a session is, by its own names. */
enum WahaStatus {
    /** It is off. */
    STOPPED,
    /** It is being brought up. */
    STARTING,
    /** A code waits to be scanned or typed. */
    SCAN_QR_CODE,
    /** A passkey has to be shown on WAHA's own page. */
    PASSKEY_REQUIRED,
    /** A code has to be compared on WAHA's own page. */
    PASSKEY_CONFIRMATION_REQUIRED,
    /** It can send. */
    WORKING,
    /** It broke, or nobody scanned its codes. */
    FAILED;

    /** The status of this name, if it is one that we know. */
    static Optional<WahaStatus> of(String name) {
        return Arrays.stream(values())
                .filter(status -> status.name().equals(name))
                .findFirst();
    }

    /** Whether a person has to do something before it goes on. */
    boolean pairing() {
        return this == SCAN_QR_CODE || this == PASSKEY_REQUIRED || this == PASSKEY_CONFIRMATION_REQUIRED;
    }
}
