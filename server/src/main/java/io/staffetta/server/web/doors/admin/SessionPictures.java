package io.staffetta.server.web.doors.admin;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Scope;
import io.staffetta.server.session.PairingCode;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.SessionControl;
import io.staffetta.server.web.QrPicture;
import java.util.Base64;
import org.springframework.stereotype.Component;

/** Sessions as this door shows them to somebody. */
@Component
class SessionPictures {

    private final SessionControl control;

    SessionPictures(SessionControl control) {
        this.control = control;
    }

    /** The session; with its code, if there is one and the caller may pair. */
    SessionDocument of(Caller caller, Session session) {
        String code = caller.scopes().contains(Scope.MANAGE)
                ? control.qr(session).map(SessionPictures::dataUrl).orElse(null)
                : null;
        return SessionDocument.of(session, control.lastProofOfLife(session).orElse(null), code);
    }

    static byte[] png(PairingCode code) {
        return QrPicture.png(code.content());
    }

    static String dataUrl(PairingCode code) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(code));
    }
}
