/**
 * Door 2: the queue, human-like sending, sessions to pair, and events, as an admin and as an integration API.
 */
@NullMarked
package io.staffetta.server.web.doors.admin;

import org.jspecify.annotations.NullMarked;
