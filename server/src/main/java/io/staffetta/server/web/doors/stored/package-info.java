/**
 * Door 4: stored sessions that come back by themselves. Translates; holds no rule.
 */
@NullMarked
package io.staffetta.server.web.doors.stored;

import org.jspecify.annotations.NullMarked;
