/**
 * Who sends next, the human sequence, and what comes back. Knows connections, never engines by name.
 */
@NullMarked
package io.staffetta.server.dispatch;

import org.jspecify.annotations.NullMarked;
