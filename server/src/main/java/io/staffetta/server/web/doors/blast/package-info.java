/**
 * Door 5: blast sessions, which are campaigns, with the account that sends them.
 */
@NullMarked
package io.staffetta.server.web.doors.blast;

import org.jspecify.annotations.NullMarked;
