/**
 * Calls from outside: kept before they are answered, worked in afterwards. What they mean is said by engines, and what
 * follows from it is done where the same is done for everything else that engines say.
 */
@NullMarked
package io.staffetta.server.webhook;

import org.jspecify.annotations.NullMarked;
