package io.staffetta.server.access;

import java.util.Set;

/**
 * Who makes a request. Controllers take it as a parameter.
 *
 * @param ownerId the user whose things are meant; every query names it
 * @param actor for the audit: {@code user:<email>} or {@code key:<prefix>}
 * @param scopes what the credential allows; a user's own token has all
 */
public record Caller(long ownerId, String actor, Set<Scope> scopes) {

    /** Copies what could change. */
    public Caller {
        scopes = Set.copyOf(scopes);
    }
}
