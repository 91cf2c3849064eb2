/**
 * Several numbers that share one stream of messages: who of them writes to whom. Not where that is kept.
 */
@NullMarked
package io.staffetta.core.pool;

import org.jspecify.annotations.NullMarked;
