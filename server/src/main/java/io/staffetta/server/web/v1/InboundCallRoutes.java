package io.staffetta.server.web.v1;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.session.CalledSessions;
import io.staffetta.server.session.Session;
import io.staffetta.server.web.Idempotent;
import io.staffetta.server.webhook.InboundCalls;
import io.staffetta.server.webhook.KeptCall;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Calls from outside that wait or are parked, and the addresses that they come in at. */
@Tag(name = "Calls from outside")
@RestController
@Needs(Scope.MANAGE)
class InboundCallRoutes {

    private final InboundCalls calls;
    private final CalledSessions sessions;

    InboundCallRoutes(InboundCalls calls, CalledSessions sessions) {
        this.calls = calls;
        this.sessions = sessions;
    }

    /**
     * The address that a session's engine is called at.
     *
     * @param webhookUrl secret; begins with a slash while the installation's public address is not set
     */
    record AddressJson(String webhookUrl) {

        /** Without it: answers are logged by what they say of themselves. */
        @Override
        public String toString() {
            return "AddressJson[]";
        }
    }

    @Operation(summary = "Calls from outside that wait to be worked in, or could not be and are parked")
    @GetMapping("/api/v1/inbound-calls")
    Page<KeptCall> list(Caller caller, Paging paging, @RequestParam(defaultValue = "parked") String state) {
        return paging.page(calls.list(caller.ownerId(), state, paging.after().orElse(0), paging.rows()), KeptCall::id);
    }

    @Operation(summary = "Works a parked call in once more")
    @PostMapping("/api/v1/inbound-calls/{call}/retry")
    @Idempotent
    @ResponseStatus(HttpStatus.ACCEPTED)
    void retry(Caller caller, @PathVariable long call) {
        calls.retry(caller.ownerId(), call);
    }

    @Operation(summary = "Gives a session another address for calls from outside; the one before holds no longer")
    @PostMapping("/api/v1/sessions/{id}/webhook-url")
    AddressJson renew(Caller caller, @PathVariable String id) {
        Session session = sessions.renew(caller, id);
        return new AddressJson(sessions.address(session).orElseThrow());
    }
}
