package io.staffetta.server.session;

import io.staffetta.core.engine.Credentials;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals credentials with AES-256-GCM. A sealed box opens only with its key, in its installation, for its session and
 * owner: copied elsewhere or changed by a bit it stays shut. Every box has a nonce of its own.
 */
final class Vault {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String LABELS = "HmacSHA256";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    /** Which key sealed a box; the first byte of every box, so that keys can be rotated. */
    private static final byte KEY_ID = 1;

    private final SecretKey key;
    private final String installation;
    private final SecureRandom random;

    Vault(SecretKey key, String installation, SecureRandom random) {
        this.key = key;
        this.installation = installation;
        this.random = random;
    }

    /** What is stored: nothing in it is readable. Its arrays are not to be changed. */
    static final class Sealed {

        private final byte[] nonce;
        private final byte[] box;

        Sealed(byte[] nonce, byte[] box) {
            this.nonce = nonce;
            this.box = box;
        }

        byte[] nonce() {
            return nonce;
        }

        byte[] box() {
            return box;
        }
    }

    /**
     * Whose box it is.
     *
     * @param content what is in it; empty for credentials, so that one sort of box never passes for another
     */
    record Holder(long ownerId, long sessionPk, String content) {

        /** Of a session's credentials. */
        Holder(long ownerId, long sessionPk) {
            this(ownerId, sessionPk, "");
        }

        private String text() {
            return ownerId + "/" + sessionPk + (content.isEmpty() ? "" : "/" + content);
        }
    }

    /** The box could not be opened: another key, another session, or somebody changed it. */
    static final class ShutException extends Exception {
        private static final long serialVersionUID = 1L;

        ShutException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** What boxes are bound to, beside the key. */
    String installation() {
        return installation;
    }

    /** Stands for a holder in the database: always the same for the same one, and telling nothing of it. */
    byte[] label(Holder holder) {
        try {
            Mac mac = Mac.getInstance(LABELS);
            mac.init(new SecretKeySpec(derived(mac, key, "labels"), LABELS));
            return mac.doFinal((installation + '/' + holder.text()).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + LABELS, e);
        }
    }

    private static byte[] derived(Mac mac, SecretKey from, String purpose) throws GeneralSecurityException {
        mac.init(from);
        return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    }

    Sealed seal(Holder holder, Credentials credentials) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] plain = credentials.bytes();
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, KEY_ID, holder);
            ByteBuffer box = ByteBuffer.allocate(1 + cipher.getOutputSize(plain.length));
            box.put(KEY_ID);
            cipher.doFinal(ByteBuffer.wrap(plain), box);
            return new Sealed(nonce, box.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot encrypt with " + CIPHER, e);
        }
    }

    Credentials open(Holder holder, Sealed sealed) throws ShutException {
        byte[] box = sealed.box();
        if (box.length == 0 || box[0] != KEY_ID) {
            throw new ShutException("sealed with a key that is not here", null);
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, sealed.nonce(), box[0], holder);
            return new Credentials(cipher.doFinal(box, 1, box.length - 1));
        } catch (GeneralSecurityException e) {
            throw new ShutException("another key, another session, or changed", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte keyId, Holder holder) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(new byte[] {keyId});
        cipher.updateAAD((installation + '/' + holder.text()).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
