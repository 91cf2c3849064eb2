/**
 * The one way out to addresses that users give: what may be called is decided here and nowhere else. Knows no capability.
 */
@NullMarked
package io.staffetta.server.outbound;

import org.jspecify.annotations.NullMarked;
