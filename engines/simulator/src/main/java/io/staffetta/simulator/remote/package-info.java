/**
 * The way to a simulated WhatsApp in another process: JSON lines over one loopback connection, for all sessions together.
 * What happens there is decided in {@code world}; here it is only carried, and what gets lost on the way is told apart.
 */
@NullMarked
package io.staffetta.simulator.remote;

import org.jspecify.annotations.NullMarked;
