package io.staffetta.server.web.v1;

import io.staffetta.server.access.Audit;
import io.staffetta.server.access.AuditEntry;
import io.staffetta.server.access.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who did what to the caller's things. */
@Tag(name = "Access")
@RestController
class AuditRoute {

    private final Audit audit;

    AuditRoute(Audit audit) {
        this.audit = audit;
    }

    /** Which end comes first. */
    @SuppressWarnings("unused")
    enum Order {
        oldest,
        newest
    }

    @Operation(summary = "Who did what to what, and when")
    @GetMapping("/api/v1/audit")
    Page<AuditEntry> list(Caller caller, Paging paging, @RequestParam(defaultValue = "oldest") Order order) {
        List<AuditEntry> entries = switch (order) {
            case oldest -> audit.oldest(caller, paging.after(), paging.rows());
            case newest -> audit.newest(caller, paging.after(), paging.rows());
        };
        return paging.page(entries, AuditEntry::id);
    }
}
