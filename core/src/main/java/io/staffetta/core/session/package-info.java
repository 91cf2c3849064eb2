/**
 * The life of a session: its states, the one table of moves between them, when to reconnect, and how long a restriction
 * holds. What opens connections and stores states lives elsewhere.
 */
@NullMarked
package io.staffetta.core.session;

import org.jspecify.annotations.NullMarked;
