/**
 * Which engines the product runs with: the one place that names them. Each is switched by
 * {@code staffetta.engines.<name>.enabled}.
 */
@NullMarked
package io.staffetta.server.engine;

import org.jspecify.annotations.NullMarked;
