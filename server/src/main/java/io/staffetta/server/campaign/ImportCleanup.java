package io.staffetta.server.campaign;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Takes back what an import that did not come to its end has written, in short transactions. */
final class ImportCleanup {

    private static final int CHUNK = 20_000;

    private ImportCleanup() {}

    /** Removes all rows of a loading import and records that it failed; the caller holds its lock. */
    static void abandon(Connection connection, long importId, String error, Instant at) throws SQLException {
        connection.rollback();
        Optional<Long> campaign = campaignOf(connection, importId);
        if (campaign.isEmpty()) {
            return;
        }
        long before = Long.MAX_VALUE;
        while (before > 0) {
            before = removeChunk(connection, campaign.get(), importId, before);
            connection.commit();
        }
        try (PreparedStatement delete =
                connection.prepareStatement("delete from recipient_rejection where import_id = ?")) {
            delete.setLong(1, importId);
            delete.executeUpdate();
        }
        try (PreparedStatement update = connection.prepareStatement("""
                update recipient_import set state = 'failed', error = ?, accepted = 0, rejected = 0, finished_at = ?
                where id = ? and state = 'loading'
                """)) {
            update.setString(1, error);
            update.setObject(2, at.atOffset(ZoneOffset.UTC));
            update.setLong(3, importId);
            update.executeUpdate();
        }
        connection.commit();
    }

    private static Optional<Long> campaignOf(Connection connection, long importId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select campaign_id from recipient_import where id = ? and state = 'loading'")) {
            select.setLong(1, importId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
            }
        }
    }

    /** The last import of a campaign has its highest ids, so rows go from the top; returns where to go on, or 0. */
    private static long removeChunk(Connection connection, long campaignId, long importId, long before)
            throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                with chunk as (
                    select id from recipient where campaign_id = ? and import_id = ? and id < ?
                    order by campaign_id desc, id desc limit ?
                ), gone as (
                    delete from recipient r using chunk where r.campaign_id = ? and r.id = chunk.id returning r.id
                )
                select coalesce(min(id), 0) from gone
                """)) {
            delete.setLong(1, campaignId);
            delete.setLong(2, importId);
            delete.setLong(3, before);
            delete.setInt(4, CHUNK);
            delete.setLong(5, campaignId);
            try (ResultSet row = delete.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
