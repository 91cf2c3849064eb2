/**
 * Who sends next, the human sequence, and what comes back. Knows connections; of engines only that their numbers share a way out.
 */
@NullMarked
package io.staffetta.server.dispatch;

import org.jspecify.annotations.NullMarked;
