/**
 * Our own API under /api/v1.
 */
@NullMarked
package io.staffetta.server.web.v1;

import org.jspecify.annotations.NullMarked;
