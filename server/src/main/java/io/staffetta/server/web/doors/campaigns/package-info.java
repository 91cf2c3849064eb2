/**
 * Door 1: campaigns with a live change of number.
 */
@NullMarked
package io.staffetta.server.web.doors.campaigns;

import org.jspecify.annotations.NullMarked;
