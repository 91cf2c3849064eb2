package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.core.pacing.BusinessHours;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Goes on with a campaign that was stopped: a new draft like it, to exactly those whose message was cancelled. */
@Component
public class Remainder {

    private final Campaigns campaigns;
    private final TransactionOperations transaction;
    private final JdbcClient jdbc;
    private final Audit audit;
    private final Clock clock;

    Remainder(Campaigns campaigns, TransactionOperations transaction, JdbcClient jdbc, Audit audit, Clock clock) {
        this.campaigns = campaigns;
        this.transaction = transaction;
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Makes the draft. People whose message was handled in any other way, or of whom nobody knows whether it left, are
     * not in it.
     *
     * @throws Problem {@code campaign_not_found}; {@code campaign_not_stopped}; {@code campaign_still_ending} while its
     *     last messages end; {@code session_missing} if its session was deleted; {@code no_remainder}
     */
    public Campaign draft(Caller caller, String name) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Campaign stopped = campaigns.get(caller.ownerId(), name);
            Sender sender = check(stopped);
            Campaign draft = campaigns.create(caller, like(stopped, sender));
            int people = copy(stopped, draft);
            if (people == 0) {
                throw conflict("no_remainder", "Everybody in it was handled; nobody is left.");
            }
            jdbc.sql("update campaign set recipients = ? where owner_id = ? and id = ?")
                    .params(people, caller.ownerId(), draft.id())
                    .update();
            audit.record(
                    caller,
                    "campaign.continue",
                    "campaign:" + stopped.publicId(),
                    Map.of("as", draft.publicId(), "recipients", people));
            return campaigns.get(caller.ownerId(), draft.publicId());
        }));
    }

    private static Sender check(Campaign stopped) {
        if (stopped.status() != CampaignStatus.STOPPED) {
            throw conflict("campaign_not_stopped", "Only a campaign that was stopped leaves a remainder.");
        }
        if (stopped.counts().pending() > 0) {
            throw conflict("campaign_still_ending", "Its last messages are still ending; try again in a moment.");
        }
        Sender sender = stopped.sender();
        if (sender == null) {
            throw conflict("session_missing", "The campaign's session was deleted; choose another one.");
        }
        return sender;
    }

    private static NewCampaign like(Campaign stopped, Sender sender) {
        BusinessHours hours = stopped.pace().hours();
        return new NewCampaign(
                stopped.name(),
                sender.id(),
                stopped.content().template(),
                new PaceOrder(
                        stopped.pace().messageDelay(),
                        stopped.pace().contactDelay(),
                        new PaceOrder.Hours(
                                hours.enabled(),
                                hours.startHour(),
                                hours.endHour(),
                                hours.zone().getId())),
                stopped.content().followUps(),
                stopped.content().defaultCountry());
    }

    /** Each person stays with their file: its columns are the variables, and one of them is the phone. */
    private int copy(Campaign from, Campaign to) {
        List<Long> files = jdbc.sql(
                        "select id from recipient_import where campaign_id = ? and state = 'done' order by id")
                .param(from.id())
                .query((row, n) -> row.getLong(1))
                .list();
        Long[] copies = files.stream().map(file -> copyFile(file, to)).toArray(Long[]::new);
        int people = jdbc.sql("""
                insert into recipient (campaign_id, import_id, row_no, phone, variables)
                select :to, f.copy, r.row_no, r.phone, r.variables
                from recipient r join message m on m.recipient_id = r.id and m.step = 0
                    join unnest(:files::bigint[], :copies::bigint[]) as f(file, copy) on f.file = r.import_id
                where r.campaign_id = :from and r.phone > 0 and m.owner_id = :owner
                    and m.state = 'skipped' and m.reason = 'cancelled'
                order by r.id
                """)
                .param("to", to.id())
                .param("files", files.toArray(Long[]::new))
                .param("copies", copies)
                .param("from", from.id())
                .param("owner", from.ownerId())
                .update();
        jdbc.sql("""
                update recipient_import i set accepted = c.people
                from (select import_id, count(*) as people from recipient where campaign_id = ? group by import_id) c
                where i.id = c.import_id
                """).param(to.id()).update();
        jdbc.sql("delete from recipient_import where campaign_id = ? and accepted = 0")
                .param(to.id())
                .update();
        return people;
    }

    private long copyFile(long file, Campaign to) {
        var now = CampaignRows.utc(clock.instant());
        return jdbc.sql("""
                insert into recipient_import
                    (campaign_id, state, format, columns, phone_column, country, created_at, finished_at)
                select :to, 'done', format, columns, phone_column, country, :now, :now from recipient_import where id = :file
                returning id
                """)
                .param("to", to.id())
                .param("file", file)
                .param("now", now)
                .query(Long.class)
                .single();
    }

    private static Problem conflict(String code, String message) {
        return new Problem(Problem.Kind.CONFLICT, code, message, Map.of());
    }
}
