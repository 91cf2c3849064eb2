package io.staffetta.server.campaign;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * Who wants no messages from one owner, as of the beginning of an import. Of people who were erased only the keyed hash
 * of their phone is left, the same that {@code suppression_hash} makes in the database. Not thread-safe.
 */
final class OptedOut {

    private final LongSet phones;
    private final Set<ByteBuffer> hashes;
    private final byte[] key;
    private final MessageDigest digest = sha256();

    private OptedOut(LongSet phones, Set<ByteBuffer> hashes, byte[] key) {
        this.phones = phones;
        this.hashes = hashes;
        this.key = key;
    }

    static OptedOut of(Connection connection, long ownerId) throws SQLException {
        LongSet phones = ImportGround.numbers(
                connection, "select phone from opt_out where owner_id = ? and phone is not null", ownerId);
        return new OptedOut(phones, hashes(connection, ownerId), key(connection));
    }

    boolean contains(long phone) {
        return phones.contains(phone) || (!hashes.isEmpty() && hashes.contains(hash(phone)));
    }

    private ByteBuffer hash(long phone) {
        digest.update(key);
        return ByteBuffer.wrap(
                digest.digest(ByteBuffer.allocate(Long.BYTES).putLong(phone).array()));
    }

    private static Set<ByteBuffer> hashes(Connection connection, long ownerId) throws SQLException {
        Set<ByteBuffer> hashes = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select phone_hash from opt_out where owner_id = ? and phone_hash is not null")) {
            select.setLong(1, ownerId);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    hashes.add(ByteBuffer.wrap(row.getBytes(1)));
                }
            }
        }
        return hashes;
    }

    private static byte[] key(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("select value from setting where name = 'suppression_key'");
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new IllegalStateException("the suppression key is missing");
            }
            return HexFormat.of().parseHex(row.getString(1));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
