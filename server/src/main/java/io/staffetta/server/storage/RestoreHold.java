package io.staffetta.server.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * What a restored database must not do: go on as if nothing had been sent since the backup. Everything that waits is held
 * until a person releases it, what was being handed to an engine is in doubt, and no reader of the event stream mistakes
 * the new stream for the old one.
 */
final class RestoreHold {

    private final Clock clock;

    RestoreHold(Clock clock) {
        this.clock = clock;
    }

    void apply(Connection connection) throws SQLException {
        OffsetDateTime now = OffsetDateTime.now(clock).withOffsetSameInstant(ZoneOffset.UTC);
        run(connection, """
                insert into past_generation (generation, last_event, ended_at)
                select value, (select last_value from message_event_ids), ? from setting where name = 'stream_generation'
                on conflict (generation) do nothing
                """, now);
        run(connection, """
                insert into setting (name, value) values ('stream_generation', ?)
                on conflict (name) do update set value = excluded.value
                """, UUID.randomUUID().toString());
        // The nodes of that time are none of this installation's.
        run(connection, "delete from node_lease");
        // Nor does it tell others of what happened, in place of an installation that may still be running.
        run(connection, """
                update webhook_endpoint set enabled = false, disabled_reason = 'restored', disabled_at = ?, updated_at = ?
                where enabled and deleted_at is null
                """, now, now);
        run(connection, "update webhook_delivery set lease = null, leased_until = null where lease is not null");
        run(connection, """
                with held as (
                    update campaign
                    set status = 'paused', status_reason = 'restored', paused_at = ?, updated_at = ?, version = version + 1
                    where status = 'running'
                    returning id, owner_id)
                insert into message_event (at, owner_id, kind, phase, campaign_id, reason)
                select ?, owner_id, 'campaign', 'paused', id, 'restored' from held
                """, now, now, now);
        run(connection, """
                with held as (
                    update campaign
                    set status = 'draft', status_reason = 'restored', scheduled_at = null, updated_at = ?, version = version + 1
                    where status = 'scheduled'
                    returning id, owner_id)
                insert into message_event (at, owner_id, kind, phase, campaign_id, reason)
                select ?, owner_id, 'campaign', 'draft', id, 'restored' from held
                """, now, now);
        run(connection, """
                update lane set status = 'paused', wait_reason = 'paused', next_at = null, epoch = epoch + 1
                where status = 'open'
                """);
        run(connection, """
                update message
                set state = 'queued', lane_epoch = null, owner_epoch = null, session_pk = null, updated_at = ?
                where state = 'claimed'
                """, now);
        run(connection, """
                with doubtful as (
                    update message set state = 'in_doubt', reason = null, updated_at = ?
                    where state = 'sending'
                    returning id, owner_id, lane_id, campaign_id, session_pk, attempts),
                counted as (
                    update campaign c set in_doubt = c.in_doubt + d.n
                    from (select campaign_id, count(*)::int as n from doubtful group by campaign_id) d
                    where c.id = d.campaign_id)
                insert into message_event
                    (at, owner_id, kind, phase, message_id, campaign_id, session_pk, lane_id, reason, attempt)
                select ?, owner_id, 'message', 'in_doubt', id, campaign_id, session_pk, lane_id, 'restored', attempts
                from doubtful
                """, now, now);
    }

    private static void run(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
