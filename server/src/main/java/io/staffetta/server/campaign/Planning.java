package io.staffetta.server.campaign;

import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.server.queue.CampaignEnds;
import io.staffetta.server.queue.Event;
import io.staffetta.server.queue.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Turns the recipients of a started campaign into messages, chunk by chunk in the order of their ids. How far it has
 * come is committed with every chunk, so that it goes on after a crash where it was, and no recipient gets two messages.
 * The recipients of a campaign that was stopped meanwhile get theirs as cancelled. The campaign's row is locked only for
 * the end of a chunk: what is sent already can be counted meanwhile.
 */
@Component
public class Planning {

    private static final int FIRST_CHUNK = 5_000;
    private static final int SMALLEST_CHUNK = 500;
    private static final int LARGEST_CHUNK = 20_000;
    /** A longer transaction would hold up the readers of the event log, and sends of the campaign. */
    private static final Duration AIM = Duration.ofMillis(120);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final EventLog events;
    private final CampaignEnds ends;
    private final BusinessTime businessTime;
    private final Clock clock;
    private volatile int chunkSize = FIRST_CHUNK;

    /** Plans through this client, at these times. */
    public Planning(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            EventLog events,
            CampaignEnds ends,
            BusinessTime businessTime,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.events = events;
        this.ends = ends;
        this.businessTime = businessTime;
        this.clock = clock;
    }

    /**
     * What a chunk came to.
     *
     * @param planned messages made
     * @param more whether there are recipients left to plan
     */
    public record Chunk(long laneId, int planned, boolean more) {}

    /**
     * Plans the next chunk of a campaign in a transaction of its own. Empty if there is nothing to plan, or somebody else
     * is planning it.
     */
    public Optional<Chunk> planChunk(long campaignId) {
        long begun = System.nanoTime();
        int size = chunkSize;
        Optional<Chunk> chunk = Optional.ofNullable(transaction.execute(status -> {
            Chunk planned = plan(campaignId, size);
            if (planned == null) {
                status.setRollbackOnly();
            }
            return planned;
        }));
        if (chunk.isPresent() && chunk.get().planned() == size) {
            adapt(size, Duration.ofNanos(System.nanoTime() - begun));
        }
        return chunk;
    }

    /** The campaigns that have recipients without a message though they were started. */
    public List<Long> unfinished() {
        return jdbc.sql("""
                select id from campaign
                where not planned and status in ('running', 'paused', 'stopped', 'failed')
                order by id
                """).query((row, n) -> row.getLong(1)).list();
    }

    private record Plan(
            long ownerId,
            long laneId,
            boolean simulated,
            boolean cancelled,
            long upTo,
            @Nullable OffsetDateTime from) {}

    private @Nullable Chunk plan(long campaignId, int size) {
        Plan plan = plan(campaignId).orElse(null);
        if (plan == null) {
            return null;
        }
        Inserted inserted = insert(campaignId, plan, size);
        boolean more = inserted.count() == size;
        if (!advance(campaignId, plan, inserted, more)) {
            return null;
        }
        if (!more) {
            events.append(Event.campaign(clock.instant(), plan.ownerId(), campaignId, "planned", null, null));
            // What was planned first may all have been sent before the last chunk: no move would end the campaign then.
            ends.check(campaignId);
        }
        return new Chunk(plan.laneId(), inserted.count(), more);
    }

    /** Only one at a time plans a campaign: whoever holds the lock that ends with this transaction. */
    private Optional<Plan> plan(long campaignId) {
        boolean mine = jdbc.sql("select pg_try_advisory_xact_lock(?)")
                .param(0x706c616e00000000L ^ campaignId)
                .query(Boolean.class)
                .single();
        if (!mine) {
            return Optional.empty();
        }
        return jdbc.sql("""
                select c.owner_id, l.id, c.simulated, c.status in ('stopped', 'failed'), c.planned_upto, c.due_from
                from campaign c join lane l on l.campaign_id = c.id
                where c.id = ? and not c.planned and c.status in ('running', 'paused', 'stopped', 'failed')
                """)
                .param(campaignId)
                .query((row, n) -> new Plan(
                        row.getLong(1),
                        row.getLong(2),
                        row.getBoolean(3),
                        row.getBoolean(4),
                        row.getLong(5),
                        row.getObject(6, OffsetDateTime.class)))
                .optional();
    }

    /** @param skipped those who will not be written to */
    private record Inserted(int count, long upTo, int skipped) {}

    private Inserted insert(long campaignId, Plan plan, int size) {
        Instant businessNow = businessTime.now(plan.simulated());
        OffsetDateTime due = plan.from() == null ? businessNow.atOffset(ZoneOffset.UTC) : plan.from();
        return jdbc.sql("""
                with chunk as materialized (
                    select id, phone from recipient
                    where campaign_id = :campaign and id > :upTo
                        and import_id in
                            (select id from recipient_import where campaign_id = :campaign and state = 'done')
                    order by id limit :size
                ), made as (
                    insert into message (owner_id, lane_id, campaign_id, recipient_id, step, step_version, phone,
                        state, reason, due_at, created_at, updated_at)
                    select :owner, :lane, :campaign, id, 0, (select coalesce(max(version), 1) from campaign_step
                            where campaign_id = :campaign and step = 0), phone,
                        case when :cancelled or phone < 0 then 'skipped' else 'queued' end,
                        case when :cancelled then 'cancelled' when phone < 0 then 'erased' else 'new' end,
                        :due, :now, :now
                    from chunk
                )
                select count(*), coalesce(max(id), :upTo), count(*) filter (where :cancelled or phone < 0) from chunk
                """)
                .param("campaign", campaignId)
                .param("upTo", plan.upTo())
                .param("size", size)
                .param("owner", plan.ownerId())
                .param("lane", plan.laneId())
                .param("cancelled", plan.cancelled())
                .param("due", due)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, n) -> new Inserted(row.getInt(1), row.getLong(2), row.getInt(3)))
                .single();
    }

    /** False if the campaign was stopped between the beginning of this transaction and now: then nothing holds. */
    private boolean advance(long campaignId, Plan plan, Inserted inserted, boolean more) {
        return jdbc.sql("""
                update campaign set planned_upto = :upTo, planned = :planned, skipped = skipped + :skipped
                where id = :campaign and (status in ('stopped', 'failed')) = :cancelled
                """)
                        .param("upTo", inserted.upTo())
                        .param("planned", !more)
                        .param("skipped", inserted.skipped())
                        .param("campaign", campaignId)
                        .param("cancelled", plan.cancelled())
                        .update()
                == 1;
    }

    private void adapt(int size, Duration taken) {
        double factor = Math.clamp((double) AIM.toNanos() / Math.max(1, taken.toNanos()), 0.5, 1.5);
        chunkSize = Math.clamp((int) (size * factor), SMALLEST_CHUNK, LARGEST_CHUNK);
    }
}
