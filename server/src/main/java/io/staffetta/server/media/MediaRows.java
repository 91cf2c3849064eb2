package io.staffetta.server.media;

import io.staffetta.core.engine.Media;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The rows of files, of their pieces, and of what engines call them. */
@Component
class MediaRows {

    /** What a file counts as at least: its rows cost something, too. */
    private static final int LEAST = 65_536;

    private static final String FILE = """
            select id, public_id, owner_id, kind, media_type, file_name, size, created_at, expires_at from media_file
            """;

    /** What waits to be sent and still needs the file {@code f}. */
    private static final String IN_USE = """
            (exists (select 1 from message m where m.content -> 'media' ->> 'file' = f.public_id
                    and m.owner_id = f.owner_id and m.state in ('queued', 'claimed', 'sending', 'in_doubt'))
                or exists (select 1 from campaign c join campaign_step s on s.campaign_id = c.id
                    where c.owner_id = f.owner_id and c.deleted_at is null
                        and c.status in ('draft', 'scheduled', 'running', 'paused')
                        and s.approved -> 'media' ->> 'id' = f.public_id))
            """;

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;

    MediaRows(JdbcClient jdbc, TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** Makes room for a file that is coming in, or says how much its owner has already. */
    Optional<Long> reserve(MediaFile file, long quota) {
        return transaction.execute(status -> {
            jdbc.sql("select id from app_user where id = ? for no key update")
                    .param(file.ownerId())
                    .query(Long.class)
                    .single();
            if (used(file.ownerId()) + Math.max(file.size(), LEAST) > quota) {
                return Optional.<Long>empty();
            }
            return jdbc.sql("""
                    insert into media_file (public_id, owner_id, kind, media_type, file_name, size, state, created_at,
                        expires_at) values (?, ?, ?, ?, ?, ?, 'loading', ?, ?) returning id
                    """)
                    .params(
                            file.id(),
                            file.ownerId(),
                            file.kind().name(),
                            file.mediaType(),
                            file.fileName(),
                            file.size(),
                            utc(file.createdAt()),
                            utc(file.expiresAt()))
                    .query(Long.class)
                    .optional();
        });
    }

    /** What a user's files count as together. */
    long used(long ownerId) {
        return jdbc.sql("select coalesce(sum(greatest(size, ?)), 0) from media_file where owner_id = ?")
                .params(LEAST, ownerId)
                .query(Long.class)
                .single();
    }

    void piece(long pk, int number, byte[] bytes) {
        jdbc.sql("insert into media_piece (media_id, n, bytes) values (?, ?, ?)")
                .params(pk, number, bytes)
                .update();
    }

    /**
     * All of it is there. If the user keeps the same file already, that one is kept on instead.
     *
     * @return the id of the one that is kept
     */
    String finish(long pk, long size, byte[] sha256) {
        return transaction.execute(status -> {
            jdbc.sql("""
                    select id from app_user where id = (select owner_id from media_file where id = ?) for no key update
                    """).param(pk).query(Long.class).single();
            Optional<String> same = keptOn(pk, sha256);
            if (same.isPresent()) {
                drop(pk);
                return same.get();
            }
            return jdbc.sql(
                            "update media_file set state = 'kept', size = ?, sha256 = ? where id = ? returning public_id")
                    .params(size, sha256, pk)
                    .query(String.class)
                    .single();
        });
    }

    private Optional<String> keptOn(long pk, byte[] sha256) {
        return jdbc.sql("""
                update media_file k set expires_at = greatest(k.expires_at, f.expires_at) from media_file f
                where f.id = ? and k.owner_id = f.owner_id and k.sha256 = ? and k.state = 'kept'
                    and k.media_type = f.media_type and k.file_name = f.file_name
                returning k.public_id
                """).params(pk, sha256).query(String.class).optional();
    }

    void drop(long pk) {
        jdbc.sql("delete from media_file where id = ?").param(pk).update();
    }

    List<MediaFile> list(long ownerId, long after, int most) {
        return jdbc.sql(FILE + "where owner_id = ? and state = 'kept' and id > ? order by id limit ?")
                .params(ownerId, after, most)
                .query((row, n) -> file(row))
                .list();
    }

    Optional<MediaFile> find(long ownerId, String id) {
        return id.indexOf('\0') >= 0
                ? Optional.empty()
                : jdbc.sql(FILE + "where owner_id = ? and state = 'kept' and public_id = ?")
                        .params(ownerId, id)
                        .query((row, n) -> file(row))
                        .optional();
    }

    /** Deletes a file that nothing waits for. */
    boolean delete(long pk) {
        return jdbc.sql("delete from media_file f where f.id = ? and not " + IN_USE)
                        .param(pk)
                        .update()
                > 0;
    }

    /** Deletes those whose time is over and that nothing waits for, and what never came in completely. */
    int sweep(Instant now, Instant begunBefore) {
        return jdbc.sql("""
                delete from media_file f where (f.state = 'loading' and f.created_at < ?)
                    or (f.state = 'kept' and f.expires_at < ? and not
                """ + IN_USE + ")").params(utc(begunBefore), utc(now)).update();
    }

    /** Writes a file's bytes, piece by piece. */
    void write(long pk, OutputStream out) throws IOException {
        for (int n = 0; ; n++) {
            Optional<byte[]> piece = jdbc.sql("select bytes from media_piece where media_id = ? and n = ?")
                    .params(pk, n)
                    .query((row, i) -> row.getBytes(1))
                    .optional();
            if (piece.isEmpty()) {
                return;
            }
            out.write(piece.get());
        }
    }

    byte[] bytes(MediaFile file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(file.size()));
        try {
            write(file.pk(), out);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        if (out.size() != file.size()) {
            throw new IllegalStateException("media_gone");
        }
        return out.toByteArray();
    }

    /** What the engine of a session calls it, if it was handed over after this time. */
    Optional<String> handedOver(long pk, long sessionPk, String account, Instant since) {
        return jdbc.sql("""
                select engine_id from media_hand_over
                where media_id = ? and session_pk = ? and account = ? and at > ?
                """)
                .params(pk, sessionPk, account, utc(since))
                .query(String.class)
                .optional();
    }

    void handOver(long pk, long sessionPk, String account, String engineId, Instant now) {
        jdbc.sql("""
                insert into media_hand_over (media_id, session_pk, account, engine_id, at) values (?, ?, ?, ?, ?)
                on conflict (media_id, session_pk, account) do update set engine_id = excluded.engine_id, at = excluded.at
                """).params(pk, sessionPk, account, engineId, utc(now)).update();
    }

    private static MediaFile file(ResultSet row) throws SQLException {
        return new MediaFile(
                row.getLong(1),
                row.getString(2),
                row.getLong(3),
                Media.Kind.valueOf(row.getString(4)),
                row.getString(5),
                row.getString(6),
                row.getLong(7),
                row.getObject(8, OffsetDateTime.class).toInstant(),
                row.getObject(9, OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
