/**
 * The simulator as an engine of the product, and as a process of its own. What it simulates lives in {@code world}, the
 * way there over a socket in {@code remote}.
 */
@NullMarked
package io.staffetta.simulator;

import org.jspecify.annotations.NullMarked;
