package io.staffetta.server.web.doors.admin;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Scope;
import io.staffetta.server.session.PairingCode;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.SessionControl;
import io.staffetta.server.session.Standing;
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
        Standing standing = control.standing(session);
        PairingCode qr = standing.qr();
        String code = qr != null && caller.scopes().contains(Scope.MANAGE) ? dataUrl(qr) : null;
        return SessionDocument.of(session, standing.proofOfLife(), code);
    }

    static byte[] png(PairingCode code) {
        return QrPicture.png(code.content());
    }

    static String dataUrl(PairingCode code) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(code));
    }
}
