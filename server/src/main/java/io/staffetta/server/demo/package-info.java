/** {@code ./run demo}: the main job by itself, over the product's own API, as a newcomer would do it by hand. */
@NullMarked
package io.staffetta.server.demo;

import org.jspecify.annotations.NullMarked;
