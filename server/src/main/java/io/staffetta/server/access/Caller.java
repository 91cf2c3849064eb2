package io.staffetta.server.access;

import io.staffetta.core.Problem;
import java.util.Map;
import java.util.Set;

/**
 * Who makes a request. Controllers take it as a parameter.
 *
 * @param ownerId the user whose things are meant; every query names it
 * @param actor for the audit: {@code user:<email>}, {@code key:<prefix>} or {@code door:<name>}
 * @param scopes what the credential allows; a user's own token has all
 */
public record Caller(long ownerId, String actor, Set<Scope> scopes) {

    private static final String DOOR = "door:";

    /** Copies what could change. */
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /**
     * Refuses a caller whose credential does not allow this.
     *
     * @throws Problem {@code scope_missing}
     */
    public void require(Scope scope) {
        if (!scopes.contains(scope)) {
            throw new Problem(
                    Problem.Kind.FORBIDDEN,
                    "scope_missing",
                    "The credential lacks the scope " + scope.code(),
                    Map.of("scope", scope.code()));
        }
    }

    /** Somebody without a credential, whom a front door lets in for this user. */
    public static Caller throughDoor(long ownerId, String door, Set<Scope> scopes) {
        return new Caller(ownerId, DOOR + door, scopes);
    }

    /** Whether it showed a credential; if not, a front door let it in. */
    public boolean showedCredential() {
        return !actor.startsWith(DOOR);
    }
}
