package io.staffetta.server.web.v1;

import io.staffetta.server.session.SessionControl;
import io.staffetta.server.session.StoreStanding;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The optional store of sessions and credentials beside the database. */
@Tag(name = "Sessions")
@RestController
class SessionStoreRoute {

    private final SessionControl control;

    SessionStoreRoute(SessionControl control) {
        this.control = control;
    }

    @Operation(summary = "How the store of sessions beside the database stands on this node")
    @GetMapping("/api/v1/session-store")
    StoreStanding standing() {
        return control.storeStanding();
    }
}
