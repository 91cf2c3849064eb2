package io.staffetta.server.campaign;

import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Keeps what users state about the consent of their recipients, with the campaign and in the audit. */
@Component
class Consents {

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Audit audit;
    private final Clock clock;

    Consents(JdbcClient jdbc, JsonMapper json, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.audit = audit;
        this.clock = clock;
    }

    /** Keeps a statement in the caller's transaction; null states nothing. */
    void keep(Caller caller, Campaign campaign, @Nullable String statement) {
        if (statement == null) {
            return;
        }
        Campaign.Consent consent = new Campaign.Consent(statement, caller.actor(), clock.instant());
        jdbc.sql("update campaign set consent = ?::jsonb where owner_id = ? and id = ?")
                .params(json.writeValueAsString(consent), campaign.ownerId(), campaign.id())
                .update();
        audit.record(caller, "campaign.consent", "campaign:" + campaign.publicId(), Map.of("statement", statement));
    }
}
