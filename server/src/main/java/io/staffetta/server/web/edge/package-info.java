/**
 * Where requests come in, before the container and the application hear of them: how long a head may take, what becomes of a
 * body that nobody reads, and the headers that every answer carries. Knows nothing of routes.
 */
@NullMarked
package io.staffetta.server.web.edge;

import org.jspecify.annotations.NullMarked;
