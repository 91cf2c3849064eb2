/**
 * Pools: several sessions that share direct messages, and which of them writes to whom. The messages themselves wait in
 * the lane of the session that was chosen.
 */
@NullMarked
package io.staffetta.server.pool;

import org.jspecify.annotations.NullMarked;
