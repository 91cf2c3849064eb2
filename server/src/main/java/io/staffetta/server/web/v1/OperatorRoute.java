package io.staffetta.server.web.v1;

import io.staffetta.server.access.Caller;
import io.staffetta.server.session.Account;
import io.staffetta.server.session.Accounts;
import io.staffetta.server.session.Operator;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What a session's user says of its mobile operator. */
@Tag(name = "Sessions")
@RestController
class OperatorRoute {

    private final Accounts accounts;

    OperatorRoute(Accounts accounts) {
        this.accounts = accounts;
    }

    /**
     * What is said.
     *
     * @param provider null to go by the number
     * @param plan {@code Prepaid} or {@code Postpaid}; null for unknown
     */
    record Wish(@Nullable String provider, @Nullable String plan) {}

    /** What holds now; {@code operator} is null while the number is unknown. */
    record Answer(@Nullable Operator operator) {}

    @Operation(summary = "Say which operator a session's number belongs to")
    @PutMapping("/api/v1/sessions/{id}/operator")
    Answer set(Caller caller, @PathVariable String id, @RequestBody Wish wish) {
        Account account = accounts.setOperator(caller, id, wish.provider(), wish.plan());
        return new Answer(account.operator());
    }
}
