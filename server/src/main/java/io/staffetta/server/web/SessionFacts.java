package io.staffetta.server.web;

import java.util.List;

/** What {@code /health} tells about sessions. */
public interface SessionFacts {

    /** How the default session is doing, in the words of door 3, such as {@code connected}. */
    String defaultStatus();

    /** How many sessions there are, of all users. */
    int total();

    /** The sessions of one user, as door 3 prints them. */
    List<?> of(long ownerId);
}
