package io.staffetta.server.session;

import io.staffetta.core.engine.Credentials;
import io.staffetta.server.session.Vault.Holder;
import io.staffetta.server.session.Vault.Sealed;
import io.staffetta.server.session.Vault.ShutException;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Seals small secrets of other capabilities with the installation's key, as sessions' credentials are. */
@Component
public class Sealing {

    private final Vault vault;

    Sealing(Vault vault) {
        this.vault = vault;
    }

    /** A sealed secret as it is stored: nothing in it is readable. Its arrays are not to be changed. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Box(byte[] nonce, byte[] ciphertext) {}

    /**
     * Seals a secret.
     *
     * @param ownerId whose it is
     * @param thing what it belongs to, among all of its sort
     * @param sort what sort of secret it is: a box of one sort never opens as one of another
     */
    public Box seal(long ownerId, long thing, String sort, byte[] secret) {
        Sealed sealed = vault.seal(new Holder(ownerId, thing, sort), new Credentials(secret));
        return new Box(sealed.nonce(), sealed.box());
    }

    /** What is in a box; empty if it does not open here: sealed in another installation, or changed. */
    public Optional<byte[]> open(long ownerId, long thing, String sort, Box box) {
        try {
            return Optional.of(vault.open(new Holder(ownerId, thing, sort), new Sealed(box.nonce(), box.ciphertext()))
                    .bytes());
        } catch (ShutException e) {
            return Optional.empty();
        }
    }
}
