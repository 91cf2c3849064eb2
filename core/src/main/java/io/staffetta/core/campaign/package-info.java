/** What a campaign says, to whom again, and which moves its status may make. Sends and stores nothing. */
@NullMarked
package io.staffetta.core.campaign;

import org.jspecify.annotations.NullMarked;
