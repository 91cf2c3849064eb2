/**
 * The event log read as a stream: server-sent events with replay, and pages of it.
 */
@NullMarked
package io.staffetta.server.stream;

import org.jspecify.annotations.NullMarked;
