package io.staffetta.server.web.v1;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.access.Users;
import io.staffetta.server.session.Nodes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The nodes that work on one database, for the administrator. */
@Tag(name = "Health")
@Needs(Scope.ADMIN)
@RestController
class NodeRoute {

    private final Users users;
    private final Nodes nodes;

    NodeRoute(Users users, Nodes nodes) {
        this.users = users;
        this.nodes = nodes;
    }

    @Operation(summary = "The nodes that run, each with its version and how many sessions it owns")
    @GetMapping("/api/v1/nodes")
    Page<Nodes.Node> nodes(Caller caller) {
        users.mustAdminister(caller);
        return new Page<>(nodes.living(), null);
    }
}
