package io.staffetta.waha;

import io.staffetta.core.engine.EngineEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Shows what a person needs to link a phone: codes to scan, codes to type, and where a passkey is asked for. */
final class Pairing {

    private static final Duration CALL = Duration.ofSeconds(10);
    /** WhatsApp lets the first code stand for a minute and each later one for 20 seconds. */
    private static final Duration FIRST_CODE = Duration.ofSeconds(60);

    private static final Duration NEXT_CODE = Duration.ofSeconds(20);
    private static final Duration TYPED_CODE = Duration.ofMinutes(2);
    private static final int LONGEST_QR = 2_000;
    private static final Pattern TYPED = Pattern.compile("[A-Za-z0-9-]{4,16}");

    private final WahaApi api;
    private final Consumer<EngineEvent> told;
    private final AtomicLong codeWantedBy = new AtomicLong();
    private volatile String shown = "";
    private boolean first = true;

    Pairing(WahaApi api, Consumer<EngineEvent> told) {
        this.api = api;
        this.told = told;
    }

    /** The code on show is shown once more. */
    void refresh() {
        shown = "";
    }

    /** The next look asks for a code to type on this phone. */
    void wantCode(long phone) {
        codeWantedBy.set(phone);
    }

    /** Looks for another code while one can be scanned or typed. */
    void look() {
        showQr();
        long phone = codeWantedBy.get();
        if (phone != 0) {
            askForCode(phone);
        }
    }

    /** Tells of a step that only WAHA's own page can carry out. */
    void linkOut(WahaStatus status) {
        shown = ""; // Whatever code stands after this step is another one to whoever looks.
        String kind = status == WahaStatus.PASSKEY_REQUIRED ? "passkey" : "passkey_confirmation";
        told.accept(new EngineEvent.ExternalStep(kind, api.settings().page()));
    }

    private void showQr() {
        if (!(api.get(api.ofSession("/auth/qr?format=raw"), CALL) instanceof Reply.Answer answer) || !answer.ok()) {
            return;
        }
        String code = Wire.text(answer.body(), "value");
        if (code.isBlank() || code.length() > LONGEST_QR || code.equals(shown)) {
            return;
        }
        shown = code;
        told.accept(new EngineEvent.QrCode(code, first ? FIRST_CODE : NEXT_CODE));
        first = false;
    }

    private void askForCode(long phone) {
        Reply reply = api.post(api.ofSession("/auth/request-code"), Map.of("phoneNumber", Long.toString(phone)), CALL);
        if (!(reply instanceof Reply.Answer answer) || answer.status() == 422 || answer.status() >= 500) {
            return; // Not yet; the next look asks again.
        }
        codeWantedBy.compareAndSet(phone, 0);
        String code = Wire.text(answer.body(), "code");
        if (answer.ok() && TYPED.matcher(code).matches()) {
            told.accept(new EngineEvent.PairingCode(code, TYPED_CODE));
        }
    }
}
